#include "parser/body.h"
#include "parser/parse.h"

#include "engine/base/text.h"
#include "engine/kinds/schema.h"
#include "parser/annotation.h"
#include "parser/creation.h"
#include "parser/database.h"
#include "parser/declare.h"
#include "parser/definition.h"
#include "parser/newer.h"
#include "parser/other.h"
#include "parser/owner.h"
#include "parser/pgq.h"
#include "parser/publication.h"
#include "parser/session.h"
#include "parser/source.h"
#include "parser/table.h"

/* ---- one statement ---- */

static Handler
handler_of(NodeTag tag)
{
    switch (tag)
    {
#define HANDLER(name, function) case T_##name: return function;
#include "parser/handlers.def"
#undef HANDLER
        default:
            return other_read;
    }
}

/* CREATE TABLE, or the part of CREATE FOREIGN TABLE that is one; NULL: neither. */
static CreateStmt *
table_of(Node *node)
{
    return IsA(node, CreateStmt) || IsA(node, CreateForeignTableStmt) ? (CreateStmt *) node : NULL;
}

/* Where a CREATE says that the object may be there already; NULL: not in this kind. */
static bool *
lenient(Node *node)
{
    switch (nodeTag(node))
    {
        case T_CreateStmt: case T_CreateForeignTableStmt: return &table_of(node)->if_not_exists;
        case T_IndexStmt: return &((IndexStmt *) node)->if_not_exists;
        case T_CreateSeqStmt: return &((CreateSeqStmt *) node)->if_not_exists;
        case T_CreateSchemaStmt: return &((CreateSchemaStmt *) node)->if_not_exists;
        case T_CreateExtensionStmt: return &((CreateExtensionStmt *) node)->if_not_exists;
        case T_CreateTableAsStmt: return &((CreateTableAsStmt *) node)->if_not_exists;
        case T_ViewStmt: return &((ViewStmt *) node)->replace;
        case T_CreateFunctionStmt: return &((CreateFunctionStmt *) node)->replace;
        case T_CreateForeignServerStmt: return &((CreateForeignServerStmt *) node)->if_not_exists;
        case T_CreateUserMappingStmt: return &((CreateUserMappingStmt *) node)->if_not_exists;
        case T_CreateTrigStmt: return &((CreateTrigStmt *) node)->replace;
        case T_RuleStmt: return &((RuleStmt *) node)->replace;
        default: return NULL;
    }
}

static bool
is_create(NodeTag tag)
{
    switch (tag)
    {
        case T_CreateStmt: case T_IndexStmt: case T_CreateSeqStmt: case T_CreateSchemaStmt: case T_CreateExtensionStmt:
        case T_CreateTableAsStmt: case T_ViewStmt: case T_CreateFunctionStmt: case T_CreateTrigStmt: case T_CreateEnumStmt:
        case T_CreateForeignTableStmt: case T_CreateForeignServerStmt: case T_CreateUserMappingStmt:
        case T_CreateDomainStmt: case T_CreateRangeStmt: case T_CompositeTypeStmt: case T_CreatePolicyStmt:
        case T_RuleStmt: case T_CreateEventTrigStmt: case T_CreatePublicationStmt: case T_CreateSubscriptionStmt:
            return true;
        default:
            return false;
    }
}

/* The same for two statements that say the same; OR REPLACE and IF NOT EXISTS don't count. */
static const char *
statement_text(Parse *parse, const Statement *statement, Node *node)
{
    bool *flag = lenient(node), saved = flag && *flag;
    const char *sql;

    if (flag)
        *flag = false;
    sql = pgq_deparse(parse->source, node);
    if (flag)
        *flag = saved;
    return sql ? arena_printf(parse->source, "%s;%s", statement->search_path_text, sql) : NULL;
}

/* A table or domain that is there already: it is made of many objects. */
static const Object *
made_before(Parse *parse, const Statement *statement, Node *node)
{
    const char *schema, *name;

    if (table_of(node))
    {
        const RangeVar *relation = table_of(node)->relation;

        return model_find(parse->model, SPACE_RELATION, creation_schema(statement, relation->schemaname), NULL, relation->relname);
    }
    if (!IsA(node, CreateDomainStmt))
        return NULL;
    creation_name(parse, statement, ((CreateDomainStmt *) node)->domainname, &schema, &name);
    return model_find(parse->model, SPACE_TYPE, schema, NULL, name);
}

static Outcome
made_twice(Parse *parse, const Statement *statement, Node *node, const Object *have)
{
    return parse_error(parse, statement, table_of(node) ? table_of(node)->relation->location : -1, "keep one of them",
                       "%s is defined twice, and differently: the other is at %s", object_title(parse->arena, have),
                       origin_text(parse->arena, have->origin));
}

static Node *
parse_node(Parse *parse, const Statement *statement)
{
    PgqError error;
    List *tree = pgq_parse(parse->arena, statement->sql, &error);

    return tree ? linitial_node(RawStmt, tree)->stmt : NULL;
}

/* What two statements have in common when they say the same: cheap to tell, and mostly each one's own. */
static const char *
creation_key(Arena *arena, Node *node)
{
    const RangeVar *relation = NULL;
    const char *name = NULL;
    const List *names = NULL;

    switch (nodeTag(node))
    {
        case T_CreateStmt: case T_CreateForeignTableStmt: relation = table_of(node)->relation; break;
        case T_IndexStmt: name = ((IndexStmt *) node)->idxname; break;
        case T_CreateSeqStmt: relation = ((CreateSeqStmt *) node)->sequence; break;
        case T_ViewStmt: relation = ((ViewStmt *) node)->view; break;
        case T_CreateTrigStmt: relation = ((CreateTrigStmt *) node)->relation, name = ((CreateTrigStmt *) node)->trigname; break;
        case T_CreatePolicyStmt: relation = ((CreatePolicyStmt *) node)->table, name = ((CreatePolicyStmt *) node)->policy_name; break;
        case T_RuleStmt: relation = ((RuleStmt *) node)->relation, name = ((RuleStmt *) node)->rulename; break;
        case T_CreateFunctionStmt: names = ((CreateFunctionStmt *) node)->funcname; break;
        case T_CreateEnumStmt: names = ((CreateEnumStmt *) node)->typeName; break;
        case T_CreateDomainStmt: names = ((CreateDomainStmt *) node)->domainname; break;
        default: break;
    }
    if (names)
        name = strVal(llast(names));
    return arena_printf(arena, "%d %s %s", (int) nodeTag(node), relation ? relation->relname : "", name ? name : "");
}

/* Two are known to make what may be the same: from then on it is their words that tell. */
static const Statement many_statements;

static const char *
register_texts(Parse *parse, const Statement *only, const Statement *statement, Node *node, const char *key)
{
    Node *other = only == &many_statements ? NULL : parse_node(parse, only);
    const char *text = other ? statement_text(parse, only, other) : NULL;

    if (text)
        map_put(&parse->statements, text, only);
    map_put(&parse->creations, key, &many_statements);
    return statement_text(parse, statement, node);
}

/*
 * A CREATE that repeats an earlier one word for word is done when what that one made is still there. A table or domain that
 * is defined again in other words is an error at once.
 */
static bool
is_repeat(Parse *parse, Statement *statement, Node *node, Outcome *outcome)
{
    const char *text = NULL, *key;
    const Statement *only, *first = NULL;
    const Object *have;

    if (IsA(node, IndexStmt) && !((IndexStmt *) node)->idxname)    /* another one of the kind, with another name */
        return false;
    if (!is_create(nodeTag(node)))
        return false;
    key = creation_key(parse->source, node);
    only = map_get(&parse->creations, key);
    if (only == statement)
        return false;
    if (only && !(text = register_texts(parse, only, statement, node, key)))
        return false;
    if (text)
        first = map_get(&parse->statements, text);
    if (first && first != statement && (!first->done || (first->made_key && map_has(&parse->model->by_key, first->made_key))))
    {
        *outcome = first->done || parse->last_call ? OUTCOME_DONE : OUTCOME_DEFER;
        return true;
    }
    if (!first && (have = made_before(parse, statement, node)))
    {
        *outcome = made_twice(parse, statement, node, have);
        return true;
    }
    if (text)
        map_put(&parse->statements, text, statement);
    else
        map_put(&parse->creations, key, statement);
    return false;
}

static void
run_statement(Parse *parse, Statement *statement)
{
    PgqScope scope = pgq_enter();
    Node *node = statement->tree ? statement->tree : parse_node(parse, statement);
    Outcome outcome = OUTCOME_DONE;

    if (node)
        session_complete(statement, node);
    statement->tree = NULL;                        /* handlers may change it */
    if (node && !statement->looked)
        newer_check(parse, statement, node);
    statement->looked = true;
    if (node && is_run_once(statement))
        outcome = once_read(parse, statement, node);
    else if (node && database_elsewhere(parse, statement, node))
        outcome = OUTCOME_DONE;
    else if (node && !is_repeat(parse, statement, node, &outcome))
        outcome = handler_of(nodeTag(node))(parse, statement, node);
    statement->done = outcome == OUTCOME_DONE;
    if (statement->done)
        constraint_statement_end(parse, statement);
    pgq_leave(scope);
}

/* ---- all of them ---- */

/* Grants and rows are about what all other statements make. */
static bool
comes_last(const Statement *statement)
{
    return (statement->tag == T_GrantStmt || statement->tag == T_InsertStmt) && !is_run_once(statement);
}

static void
run_all(Parse *parse, const Vec *statements, bool last)
{
    bool progress, waiting, first = !last;

    parse->last_call = parse->quiet = false;
    do
    {
        progress = waiting = false;
        VEC_EACH(Statement *, statement, statements)
        {
            if (statement->done || comes_last(statement) != last)
                continue;
            run_statement(parse, statement);
            progress |= statement->done;
            waiting |= !statement->done;
            parse->waited |= first && !statement->done;
        }
        first = false;
        /* One more round for those that wait for silence; whoever goes on then ends it. */
        if (!progress && waiting && !parse->quiet)
            progress = parse->quiet = true;
        else
            parse->quiet = false;
    }
    while (progress && waiting);
    parse->last_call = true;
    VEC_EACH(Statement *, statement, statements)
        if (!statement->done && comes_last(statement) == last)
            run_statement(parse, statement);
}

/* ---- the end ---- */

static void
settle_repeats(Parse *parse)
{
    VEC_EACH(Repeat *, repeat, &parse->repeats)
    {
        const Object *a = repeat->first, *b = repeat->second;

        if (map_get(&parse->model->by_key, a->key) != a)
            continue;
        if (a->kind == b->kind && !fields_compare(object_ops(a)->fields, a, b, a, b, NULL))
            continue;
        findings_add(parse->findings, SEVERITY_ERROR, b->origin, "keep one of them", "%s is defined twice, and differently: the other%s is at %s",
                     object_title(parse->arena, b), a->kind == b->kind ? "" : arena_printf(parse->arena, " (%s)", object_title(parse->arena, a)),
                     origin_text(parse->arena, a->origin));
    }
}

/*
 * Every database has the schema public, and a blueprint need not say so: what it leaves unsaid may be anything. What GRANT and
 * REVOKE start from is what initdb gives (PUBLIC could CREATE in it before PostgreSQL 15).
 */
static void
add_public(Parse *parse)
{
    Object *schema = object_make(parse->arena, KIND_SCHEMA, NULL, NULL, "public");

    schema->any = CHANGED_COMMENT | CHANGED_OWNER | CHANGED_ACL | ANY_PRESENCE;
    if (!parse->options || !parse->options->server_version || parse->options->server_version >= 150000)
        schema->owner = "pg_database_owner";
    else
        acl_add(parse->arena, &schema->acl, NULL, "CREATE", false, false);
    acl_add(parse->arena, &schema->acl, NULL, "USAGE", false, false);
    model_add(parse->model, schema);
}

/* It must be there as soon as anything is in it. */
static void
settle_public(Parse *parse)
{
    Object *schema = model_find(parse->model, SPACE_SCHEMA, NULL, NULL, "public");

    if (!schema)
        return;
    VEC_EACH(const Object *, object, &parse->model->objects)
        if (str_eq(object->schema, "public"))
            schema->any &= ~(unsigned) ANY_PRESENCE;
}

/* One finding for each schema that is used and not declared. */
static void
check_schemas(Parse *parse)
{
    Map told;

    map_init(&told, parse->reading);
    VEC_EACH(const Object *, object, &parse->model->objects)
    {
        if (!object->schema || map_has(&told, object->schema))
            continue;
        map_put(&told, object->schema, object);
        if (!model_find(parse->model, SPACE_SCHEMA, NULL, NULL, object->schema))
            findings_add(parse->findings, SEVERITY_ERROR, object->origin,
                         arena_printf(parse->arena, "declare it: CREATE SCHEMA %s", sql_ident(parse->arena, object->schema)),
                         "schema %s does not exist in the blueprint", sql_ident(parse->arena, object->schema));
    }
}

/* A dump has hcmigrate's own schema too, which is nobody's business. */
static void
leave_journal(Model *model)
{
    static const char own[] = "hcmigrate";

    for (size_t i = model->objects.count; i-- > 0;)
    {
        Object *object = i < model->objects.count ? vec_at(&model->objects, i) : NULL;

        if (object && (str_eq(object->schema, own) || (object->kind == KIND_SCHEMA && str_eq(object->name, own))))
            model_remove(model, object);
    }
}

static void
finish(Parse *parse)
{
    settle_public(parse);
    table_finish(parse);
    foreign_table_finish(parse);
    index_finish(parse);
    constraint_finish(parse);
    publication_finish(parse);
    role_finish(parse);
    operator_finish(parse);
    operator_class_finish(parse);
    if (parse->findings->errors)
        return;
    leave_journal(parse->model);
    check_schemas(parse);
    body_finish(parse);
    canon_all(parse->model, &parse->names, &parse->pending, true, parse->findings);
    settle_repeats(parse);
    model_finish(parse->model);
}

/* ---- the way in ---- */

struct ParseJob
{
    Parse parse;
    ParseOptions options;
    const Vec *paths;                              /* or */
    const char *name, *sql;
    PgqJob *running;
};

static void
run_statements(Parse *parse, const Vec *statements)
{
    add_public(parse);
    run_all(parse, statements, false);
    owner_finish(parse);
    identity_finish(parse);
    default_privilege_settle(parse);
    run_all(parse, statements, true);
    annotation_finish(parse, statements);
}

static void
work(void *context)
{
    ParseJob *job = context;
    Parse *parse = &job->parse;
    Vec statements = {0};
    PgqScope scope;

    if (job->paths)
        source_read(parse->source, parse->arena, job->paths, parse->findings, &statements);
    else
        source_text(parse->source, parse->arena, job->name, job->sql, parse->findings, &statements);
    scope = pgq_enter();                           /* of the trees that are kept */
    declare_all(parse, &statements);
    if (!parse->findings->errors)
        run_statements(parse, &statements);
    pgq_leave(scope);
    arena_free(parse->source);
    if (!parse->findings->errors)
        finish(parse);
    if (parse->reading != parse->arena)
        arena_free(parse->reading);
}

static void
add_live_names(Parse *parse, const Names *live)
{
    VEC_EACH(const char *, extension, &live->extensions)
        vec_add_str_once(parse->reading, &parse->names.extensions, extension);
    parse->names.live = live;
}

static void
prepare(ParseJob *job, Arena *arena, const ParseOptions *options, Findings *findings)
{
    Parse *parse = &job->parse;

    if (options)
        job->options = *options;
    parse->arena = arena;
    parse->source = arena_new();
    parse->reading = job->options.texts ? arena : arena_new();
    parse->model = model_new(arena);
    parse->options = options ? &job->options : NULL;
    parse->findings = findings;
    names_init(&parse->names, parse->reading);
    map_init(&parse->statements, parse->source);
    map_init(&parse->creations, parse->source);
    map_init(&parse->identities, parse->reading);
    if (job->options.live)
        add_live_names(parse, job->options.live);
}

static bool
conclude(const ParseJob *job, Model **model)
{
    *model = job->parse.model;
    findings_sort(job->parse.findings);
    return job->parse.findings->errors == 0;
}

ParseJob *
parse_begin(Arena *arena, const Vec *paths, const ParseOptions *options, Findings *findings)
{
    ParseJob *job = arena_make(arena, ParseJob);

    job->paths = paths;
    prepare(job, arena, options, findings);
    job->running = pgq_begin(arena, work, job);
    return job;
}

void
parse_wait(ParseJob *job)
{
    if (job->running)
        pgq_end(job->running);
    job->running = NULL;
}

bool
parse_end(ParseJob *job, Model **model)
{
    parse_wait(job);
    return conclude(job, model);
}

void
parse_texts(ParseJob *job, Names **names, Vec **pending)
{
    *names = &job->parse.names;
    *pending = &job->parse.pending;
}

bool
parse_blueprint(Arena *arena, const Vec *paths, const ParseOptions *options, Model **model, Findings *findings)
{
    ParseJob job = {.paths = paths};

    prepare(&job, arena, options, findings);
    pgq_run(work, &job);
    return conclude(&job, model);
}

bool
parse_text(Arena *arena, const char *name, const char *sql, const ParseOptions *options, Model **model, Findings *findings)
{
    ParseJob job = {.name = name, .sql = sql};

    prepare(&job, arena, options, findings);
    pgq_run(work, &job);
    return conclude(&job, model);
}

const char *
parser_version(void)
{
    return PG_VERSION;
}

int
parser_version_number(void)
{
    return PG_VERSION_NUM;
}
