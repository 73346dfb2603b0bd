/*
 * work.h -- what plan, apply, drift, try and diff have in common: a blueprint and a live database, compared.
 *
 *     TRY(work_open(arena, &options, &work, err));
 *     if (work_compare(work, err) && work_plan(work, err))
 *         ... work->diff, work->plan ...
 *     work_close(work);
 *
 * Nothing is written to the database, and nothing but CONNECT and the right to read the catalog is needed: a read-only
 * role and a hot standby will do.
 *
 * diff has other things in their places (migrations/between.h): a blueprint in that of the database, a database in that of the
 * blueprint. "Old" is the side that the steps begin at, "new" the one that they lead to.
 */
#ifndef HC_WORK_H
#define HC_WORK_H

#include "catalog/account.h"
#include "migrations/plan_file.h"

typedef struct WorkOptions
{
    const char *db;                                /* conninfo; NULL: the PG* variables */
    Vec paths;                                     /* of the blueprint */
    bool account;                                  /* work_account() will be asked */
    Vec ignore;                                    /* const char *: rules (ignore.h) */
    unsigned manage;                               /* Claim bits to claim besides those that the blueprint mentions */
    int64_t online_rows, online_bytes;             /* PlanOptions */

    Vec from;                                      /* paths of a blueprint that is the old side; empty: the database at `db` is */
    const char *to;                                /* conninfo of a database that is the new side; NULL: the blueprint at `paths` is */
    bool alone;                                    /* `from` and no `to`: there is no server to ask */
    const char *role;                              /* when alone: who would be connected; NULL: not known */
} WorkOptions;

/* A side whose objects may be renamed: the model with what canon_follow() wants. */
typedef struct WorkTexts
{
    Model *model;
    Names *names;
    Vec *pending;                                  /* Pending * */
} WorkTexts;

/* What the comparison covered: "It says everything". */
typedef struct WorkCounts
{
    size_t declared;                               /* objects of the blueprint */
    size_t managed;                                /* objects of either side: all of them are compared */
    size_t ignored;                                /* live objects that a rule ignores: in none of the others */
    size_t unclaimed[KIND_COUNT];                  /* live objects of sorts that nobody manages: in neither of the above */
    size_t rungs[RUNG_COUNT];                      /* pairs of expressions, by who settled them; RUNG_TREES by work_count_trees() alone */
    size_t owners, privileges;                     /* objects whose owner or privileges differ from the built-in and are nobody's business */
} WorkCounts;

typedef struct Work
{
    Arena *arena;                                  /* of the Work itself */
    const WorkOptions *options;
    Conn *conn;                                    /* the database's; the one that is asked where there is a doubt. NULL: options->alone */
    Conn *target;                                  /* of options->to; conn itself when a blueprint is the old side. Else NULL */
    const char *role;                              /* current_user; NULL: not known */

    /* Made by work_compare(), on arenas that the next work_compare() or work_close() frees. */
    Arena *models, *declared;                      /* the blueprint has one of its own: both sides are read at the same time */
    Reader *reader;                                /* NULL: the old side is a blueprint */
    Reader *wanted;                                /* NULL: the new side is one */
    Reader *asked;                                 /* the database that is asked, where both sides are blueprints; NULL: not read, or elsewhere */
    WorkTexts texts;                               /* of the old side */
    const Model *live;                             /* the old side as it is */
    Model *renamed;                                /* as it will be when the blueprint's renames are done: the diff's old side. Without any: live */
    Model *blueprint;                              /* the new side, with what isn't claimed taken over from live */
    Findings findings;                             /* of both; sorted */
    Proofs proofs;
    const char *state;                             /* remember_asked()'s own */
    Diff *diff;
    WorkCounts counts;

    Account *account;                              /* made by work_account() */
    Plan *plan;                                    /* made by work_plan(); no steps when nothing differs */
} Work;

/* The server's version; where there is none, that of the parser. */
int work_server_version(const Work *work);
/* Errors lie on arenas that go with the models: keep one. False, for return. */
bool work_keep_error(Work *work, Error *err);

/* Connect. The Work must be closed even when work_compare() fails. */
bool work_open(Arena *arena, const WorkOptions *options, Work **work, Error *err);
void work_close(Work *work);                       /* NULL is fine */

/* Read both sides and compare them. May be called again: everything is read anew. Errors in the blueprint are in work->findings
 * too, whether it returns true or false. */
bool work_compare(Work *work, Error *err);

/* The two halves of it. After the first, work->live is set, blueprint and diff are not: enough for a saved plan. */
bool work_read_live(Work *work, Error *err);
bool work_compare_live(Work *work, Error *err);

bool work_plan(Work *work, Error *err);

/* Every object of the database, counted by who manages it; after a comparison. */
bool work_account(Work *work, Error *err);

/* After it: how much of the database nobody manages, objects, properties, owners and privileges. */
size_t work_nobodys(const Work *work);

/* Fill counts.rungs[RUNG_TREES]: only where somebody wants to know. */
void work_count_trees(Work *work);

/* Which cluster and database this is, for a plan. */
bool work_identify(const Work *work, Arena *arena, PlanDatabase *database, Error *err);

#endif
