/*
 * oracle_part.h -- inside catalog/oracle*.c.
 *
 * A Question is a doubt made ready: what to ask, over which columns, cast to what, and the shapes of both texts. Its
 * caveat is a reason why equal answers would prove nothing (engine and parser: parser/shape.h).
 */
#ifndef HC_ORACLE_PART_H
#define HC_ORACLE_PART_H

#include "catalog/oracle.h"
#include "engine/base/json.h"
#include "parser/shape.h"

typedef enum Side { SIDE_OLD, SIDE_NEW, SIDES } Side;

/* One pair of texts. A bound of a partition has several, anything else one. */
typedef struct Item
{
    const char *sql[SIDES];
    const char *target;                            /* type that both are cast to; NULL: none */
    Shape shape[SIDES];
} Item;

typedef struct Question
{
    Doubt *doubt;
    Vec items;                                     /* Item * */
    bool is_query;                                 /* a view's: the item is a whole query */
    const char *schema, *relation;                 /* whose columns may be used; NULL: none */
    bool old_and_new;                              /* as OLD and NEW */
    const char *value_type;                        /* VALUE may be used, of this type; NULL: not */
    const char *path;                              /* search path to ask under */
    const char *caveat;                            /* NULL: equal answers are a proof */
    bool typed;                                    /* the types of the answers count, too */
    struct Question *values;                       /* what VALUES in it hold: equal only if that is; NULL: nothing is to be asked */
    int tries;                                     /* how often it was asked again with other settings */
    bool real;                                     /* ask over the relation itself, not over typed NULLs */
    ConnAsk plans[SIDES], columns[SIDES];          /* when asked alone */
} Question;

typedef struct Setting
{
    const char *name;
    size_t turn;                                   /* which value it has */
    bool made, wants_another;
} Setting;

typedef struct Oracle
{
    Arena *arena;
    Conn *conn;
    const Model *live, *blueprint;
    ShapeFacts facts;
    Map takeovers;                                 /* "r schema.name", "o schema.name": takes over a polymorphic one of pg_catalog */
    Map casts;                                     /* bare type name: its context, 'e' or 'a' */
    bool implicit_casts;                           /* one at least whose function a plan may hide */
    Vec settings;                                  /* Setting *: those that functions in the texts ask for */
    Map elsewhere;                                 /* "schema.name": a foreign table that is not to be planned over */
    Map leaves;                                    /* "schema.name": Vec * of the same for what stands for it in a plan */
} Oracle;

/* ---- oracle_question.c ---- */

/* NULL: it can't be asked; the doubt's verdict and reason are then set. */
Question *question_make(Oracle *oracle, Doubt *doubt);

/* EXPLAIN of what is asked in some questions of the same relation, in one statement: all items of the first, both sides, and so on. */
const char *question_batch_sql(const Oracle *oracle, const Vec *questions);
/* Whether two can be asked in one statement. */
bool question_fits(const Question *a, const Question *b);
/* One side alone: the query that is asked about, and EXPLAIN of it. */
const char *question_sql(const Oracle *oracle, const Question *question, Side side, bool explain);
/* Whether the relation itself may stand in for typed NULLs: it is there, and its columns are as they will be. */
bool question_can_be_real(const Oracle *oracle, const Question *question);

/* What VALUES of a question's text hold, to be asked under the same conditions; without items yet. */
Question *question_of_values(Oracle *oracle, const Question *question);
void question_add_item(Oracle *oracle, Question *question, const char *old, const char *new, const char *target);

/* ---- oracle_facts.c ---- */

/* What the database has that plans may hide. False: an SQL error. */
bool facts_read(Oracle *oracle, Error *err);

/* ---- oracle_guard.c ---- */

/* A foreign table that the question's texts read and that is not to be planned over; NULL: none. Once the shapes are there. */
const char *guard_elsewhere(const Oracle *oracle, const Question *question);

/* Shapes of all items, and the caveat of each question; adds the questions about VALUES. False: an SQL error. */
bool guard_shapes(Oracle *oracle, Vec *questions, Error *err);

/* ---- oracle_plan.c ---- */

/* The plan of an EXPLAIN (FORMAT JSON). NULL: not understood. */
const Json *plan_of(Arena *arena, const char *explained);
/* Why two equal plans prove nothing; NULL: they do. */
const char *plan_caveat(const Oracle *oracle, const Question *question, const Json *plan);

/* ---- oracle_setting.c ---- */

/* Whether an error may go away when a setting that a function asks for gets a value, or another one. */
bool setting_may_help(Oracle *oracle, const Error *error);
/* Give them all values for the next round. False: the connection broke. */
bool setting_next(Oracle *oracle, Error *err);

#endif
