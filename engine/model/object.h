/*
 * object.h -- what every object of a schema has, and the table of kinds.
 *
 * An Object is the first member of every kind's struct (engine/kinds/NAME.h), so that a `Table *` is an `Object *`.
 * Objects live on their Model's arena, are filled by parser/ or catalog/, and don't change after that.
 *
 * Identity: (space, schema, parent, name). Columns, defaults, constraints, triggers, policies and rows have a parent,
 * the name of their relation (a domain's constraint: the domain), in the same schema. An index has a parent too, but its
 * identity is (schema, name), since index names are unique in a schema. A function's name carries its argument types as
 * pg_get_function_identity_arguments() would without argument names: "f(integer, app.status)".
 */
#ifndef HC_OBJECT_H
#define HC_OBJECT_H

#include "engine/base/error.h"
#include "engine/base/vec.h"

typedef enum Kind
{
#define KIND(NAME, name, SPACE) KIND_##NAME,
#include "engine/model/kinds.def"
#undef KIND
    KIND_COUNT
} Kind;

typedef enum Space
{
    SPACE_SCHEMA, SPACE_EXTENSION, SPACE_TYPE, SPACE_RELATION, SPACE_ROUTINE, SPACE_COLUMN, SPACE_DEFAULT, SPACE_CONSTRAINT,
    SPACE_TRIGGER, SPACE_POLICY, SPACE_STATISTICS, SPACE_ROW, SPACE_ROLE, SPACE_DEFAULT_PRIVILEGE, SPACE_COLLATION, SPACE_OPERATOR, SPACE_CAST,
    SPACE_WRAPPER, SPACE_SERVER, SPACE_USER_MAPPING,
    SPACE_RULE, SPACE_PUBLICATION, SPACE_PUBLICATION_MEMBER, SPACE_SUBSCRIPTION, SPACE_EVENT_TRIGGER,
    SPACE_OPERATOR_FAMILY, SPACE_OPERATOR_CLASS, SPACE_ACCESS_METHOD, SPACE_CONVERSION, SPACE_LANGUAGE, SPACE_TRANSFORM,
    SPACE_TS_PARSER, SPACE_TS_TEMPLATE, SPACE_TS_DICTIONARY, SPACE_TS_CONFIGURATION, SPACE_MEMBERSHIP, SPACE_DATABASE, SPACE_SETTINGS, SPACE_IDENTITY_SEQUENCE,
    SPACE_OTHER
} Space;

/*
 * A reference: an identity that may or may not be in the model, resolved by model_find_ref() when the graph is built.
 * SPACE_RELATION stands for the relation and its columns unless it is shallow (a function that takes the row type needs
 * the table, not every column). SPACE_TYPE finds a relation's row type too. SPACE_ROUTINE with any_signature names every overload.
 * order_only: it must be made first, but who needs it does not go away with it (a partition's column and its parent's).
 */
typedef struct Ref
{
    Space space;
    const char *schema, *parent, *name;
    bool shallow, any_signature, order_only;
} Ref;

/* One privilege of one grantee. Grantee NULL is PUBLIC. The owner's own full set is not listed; what the owner lacks
 * of it is listed with `missing`. PUBLIC's built-in privileges (EXECUTE on functions, USAGE on types) are listed. */
typedef struct AclItem
{
    const char *grantee, *privilege;               /* "SELECT", upper case */
    bool grantable, missing;
} AclItem;

/* What SECURITY LABEL FOR provider says: https://www.postgresql.org/docs/current/sql-security-label.html */
typedef struct SecurityLabel
{
    const char *provider, *label;
} SecurityLabel;

/* What few objects have. */
typedef struct ObjectRare
{
    Vec late_needs;                                /* Ref *: must exist before KindOps.finish() runs; never part of needs */
    Vec soft_needs;                                /* const Object *: what its body names. What runs it wants these there first, where
                                                    * that makes no cycle; blueprint only */
    Vec labels;                                    /* SecurityLabel *, sorted by provider, one each */
    Vec moved;                                     /* const char *: "name: a -> b", what the plan's renames do to the object itself */
    const struct Object *was;                      /* live, where renames were applied to the model: as the database has it now; else NULL */
} ObjectRare;

/* A model has one for each column of each table: what is added here is paid for a hundred thousand times. */
typedef struct Object
{
    Kind kind;
    unsigned any;                                  /* CHANGED_COMMENT ... of which any value will do: the blueprint is silent about
                                                    * what the server sets by itself (an extension's comment); ANY_PRESENCE */
    uint32_t oid;                                  /* from the catalog: for reports and for the catalog's own look-ups; else 0 */
    const char *schema, *parent, *name;            /* schema NULL: the kind has none; parent NULL: none */
    const char *base;                              /* a routine's name without its argument types; NULL for other kinds */
    const char *key;                               /* set by model_add(): unique in the model */
    const char *second_key;                        /* set by model_add(): KindOps.second_key() of it; mostly NULL */

    const char *owner;                             /* NULL: not known or not a kind that has one */
    const char *comment;                           /* NULL: none */
    Vec acl;                                       /* AclItem *, sorted by acl_sort() */

    Vec needs;                                     /* Ref *: must exist first; ordering only, never compared */
    Vec children;                                  /* Object *: set by model_add(), those whose parent this is */
    Origin origin;                                 /* reporting only, never compared */
    const char *search_path;                       /* that its SQL texts were written under; NULL: any will do */
    const char *ignored;                           /* the user's rule by which it is left as it is; NULL: none */
    ObjectRare *rare;                              /* NULL: nothing of it; see object_rare() */
} Object;

/* Object.any: it is fine too when the database lacks the object (schema "public", where nothing is in it). */
enum { ANY_PRESENCE = 8 };

struct Model;
struct Diff;
struct Moves;
typedef struct Emit Emit;
typedef struct Field Field;

/* What a kind is, as data and the few functions that write its SQL (engine/model/emit.h). */
typedef struct KindOps
{
    const char *noun;                              /* "TABLE", as DROP and COMMENT ON say it */
    const char *word;                              /* "table", as messages say it */
    const char *(*noun_of)(const Object *object);  /* where it is not the same for all ("FOREIGN TABLE"); messages say it in lower case. NULL: it is */
    const char *acl_privileges;                    /* what an owner has by default: "SELECT,INSERT,..."; NULL: no grants */
    const char *acl_noun;                          /* as GRANT ... ON says it, where it is not noun; e.g. "FUNCTION" */
    bool has_owner;
    unsigned claim;                                /* Claim bit without which objects of this kind are left alone; 0: always managed */
    /* For kinds of which the blueprint says only a part (roles belong to the whole cluster): whether a live object that the blueprint
     * lacks is its business. What is nobody's is no part of the comparison. `manage`: what --manage asks for. NULL: `claim` decides. */
    bool (*claimed)(const Object *live, const struct Model *blueprint, unsigned manage);
    bool last;                                     /* its statements come after all others, as it changes what they would make */
    bool guards;                                   /* it acts on other statements: dropped before them all, made and altered after them all */
    const char *renames;                           /* "": ALTER noun name RENAME TO; "COLUMN": ALTER TABLE parent RENAME COLUMN name TO;
                                                    * NULL: nothing renames it */
    const char *part_renames;                      /* "VALUE", "ATTRIBUTE", "COLUMN": ALTER noun name RENAME it old TO new, for parts that are no objects */
    size_t size;                                   /* of the kind's struct */
    const Field *fields;                           /* ends with a row whose name is NULL; at most 64 */

    /* Where it stands among those of its kind and parent, for lists; NULL: by name. */
    int64_t (*position)(const Object *object);

    /* The name that DROP, COMMENT ON and ALTER ... OWNER use after the noun; NULL: schema.name ("c ON s.t" for those with a parent). */
    const char *(*sql_name)(Arena *arena, const Object *object);

    /* A second identity that the object takes up, as object_key() says it: a key constraint's index is a relation. NULL: none. */
    const char *(*second_key)(Arena *arena, const Object *object);

    /* The object whose CREATE may hold this one inside (a column in its table), or NULL; in `model`, which has both. */
    const Object *(*folds_into)(const Object *object, const struct Model *model);

    /* The object whose DROP takes this one along without a word, or NULL. The default, when this is NULL: the parent. */
    const Object *(*dropped_with)(const Object *object, const struct Model *model);

    /* Whether dropping it loses what can't be made again (rows, a counter): it is then never dropped for another's sake. NULL: no. */
    bool (*holds_data)(const Object *object);

    /* Whether ALTER can do this change: decides alone where it is set. NULL: the fields decide (CHANGE_RECREATE), and a
     * kind without alter() is always made anew. `changed` has bit i for fields[i]. */
    bool (*can_alter)(const Object *old, const Object *new, uint64_t changed);

    /* Of a change that ALTER can't do: whether the new one can be built beside the old one and take its place, by alter(). NULL: never. */
    bool (*can_replace)(const Emit *emit, const Object *old, const Object *new);

    /* The object along with which its owner changes, so that there is no statement for it; returns NULL, or is NULL: none. */
    const Object *(*owner_follows)(const struct Diff *diff, const Object *old, const Object *new);

    /* Whether an ALTER needs this dependent out of the way first (a view over a column whose type changes). NULL: never. */
    bool (*alter_disturbs)(const Object *old, const Object *new, uint64_t changed, const Object *dependent);

    void (*create)(Emit *emit, const Object *new);
    void (*alter)(Emit *emit, const Object *old, const Object *new, uint64_t changed);   /* NULL: always drop and create */
    void (*drop)(Emit *emit, const Object *old);                                         /* NULL: DROP noun name */

    /* Names and texts in its fields follow renames (engine/model/moves.h); its identity and needs are seen to. NULL: it has none. */
    void (*follow)(Object *object, const struct Moves *moves);

    /* Whether code of users may run when something that needs it is made: routines, views and what calls them. */
    bool can_run;
    /* Whether making it may run such code at once: a materialized view is filled, a check looks at the rows that are there. */
    bool runs_code;

    /* What the blueprint leaves open is as the live object of the same identity has it, so that statements name it rightly. NULL: nothing. */
    void (*adopt)(Object *wanted, const Object *live);

    /* Whether it has a part of that name, where part_renames is set. */
    bool (*has_part)(const Object *object, const char *part);

    /* The relation or type whose name the server makes part of this one's, when nobody names it; NULL: none, for this one. */
    const Object *(*named_after)(const Object *object, const struct Model *model);

    /* What stepping aside takes besides ALTER noun name RENAME TO aside, for the names that it leaves taken. NULL: nothing. */
    void (*step_aside)(Emit *emit, const Object *old, const char *aside, const char *(*aside_name)(Arena *arena, const char *name));

    /*
     * What can only come after the object and all of its late_needs are there (a sequence's OWNED BY): a vertex of its own
     * in the graph, so that no cycle can arise. Called after create() (old NULL, all bits of changed set) and after
     * alter(); it emits nothing when there is nothing to do. NULL: never anything.
     */
    void (*finish)(Emit *emit, const Object *old, const Object *new, uint64_t changed);
} KindOps;

extern const KindOps *const kind_ops[KIND_COUNT];
extern const Space kind_space[KIND_COUNT];

Kind kind_by_word(const char *word);               /* KIND_COUNT: no such */

#define object_ops(object) (kind_ops[(object)->kind])

/* A new object on the arena, of its kind's size, with identity set and all else zero. */
void *object_make(Arena *arena, Kind kind, const char *schema, const char *parent, const char *name);

const ObjectRare *object_rare(const Object *object);               /* never NULL */
ObjectRare *object_rare_make(Arena *arena, Object *object);        /* to be changed */

const char *object_key(Arena *arena, Space space, const char *schema, const char *parent, const char *name);
/* The same in the caller's `room`; NULL when it may not fit. For look-ups, of which there are many. */
const char *object_key_short(char *room, size_t size, Space space, const char *schema, const char *parent, const char *name);
const char *object_noun(const Object *object);                      /* "TABLE", "FOREIGN TABLE" */
const char *object_sql_name(Arena *arena, const Object *object);    /* after the noun, quoted */
const char *object_title(Arena *arena, const Object *object);       /* for people: "column app.orders.note", "index app.i on app.t" */
const char *object_relation(Arena *arena, const Object *object);    /* schema.parent quoted: the relation a child hangs on */

/* Add a need once. */
void object_need(Arena *arena, Object *object, Ref ref);
void object_need_late(Arena *arena, Object *object, Ref ref);
void object_need_relation(Arena *arena, Object *object, const char *schema, const char *name);

void acl_add(Arena *arena, Vec *acl, const char *grantee, const char *privilege, bool grantable, bool missing);
void acl_sort(Vec *acl);

/* Set a provider's label; NULL takes it away. object_label(): NULL when there is none. */
void object_set_label(Arena *arena, Object *object, const char *provider, const char *label);
const char *object_label(const Object *object, const char *provider);

/* What PostgreSQL grants by itself to others than the owner: EXECUTE on routines, USAGE on types and languages, CONNECT and
 * TEMPORARY on the database, to PUBLIC (acldefault() in utils/adt/acl.c). Both roads start from it. */
void acl_builtin(Arena *arena, Kind kind, Vec *acl);

#endif
