#include "parser/publication.h"
#include "parser/table.h"

#include "engine/kinds/publication.h"
#include "engine/kinds/publication_member.h"

/* ---- options ---- */

static const char *const operations[] = {"delete", "insert", "truncate", "update"};

static bool
set_publish(Parse *parse, const Statement *statement, Publication *publication, const DefElem *def)
{
    publication->publish = (Vec) {0};
    for (const char *at = def_text(parse, def); *at;)
    {
        size_t length = strcspn(at, ", \t\n");
        bool known = !length;

        for (size_t i = 0; i < COUNT_OF(operations); i++)
            if (strlen(operations[i]) == length && strncasecmp(operations[i], at, length) == 0)
            {
                vec_add_str_once(parse->arena, &publication->publish, operations[i]);
                known = true;
            }
        if (!known)
        {
            parse_error(parse, statement, def->location, "insert, update, delete, truncate", "there is no operation \"%.*s\"", (int) length, at);
            return false;
        }
        at += length + (at[length] != '\0');
    }
    vec_sort_str(&publication->publish);
    return true;
}

/* A bare publish_generated_columns means stored, as PostgreSQL 18 has it; before that no publication has any. */
static bool
set_options(Parse *parse, const Statement *statement, Publication *publication, List *options)
{
    ListCell *cell;

    foreach(cell, options)
    {
        const DefElem *def = lfirst_node(DefElem, cell);

        if (strcmp(def->defname, "publish") == 0)
        {
            if (!set_publish(parse, statement, publication, def))
                return false;
        }
        else if (strcmp(def->defname, "publish_via_partition_root") == 0)
            publication->via_root = def_bool(def);
        else if (strcmp(def->defname, "publish_generated_columns") == 0)
            publication->generated_columns = def->arg && strcasecmp(def_text(parse, def), "none") == 0 ? "none" : "stored";
        else
        {
            parse_error(parse, statement, def->location, NULL, "publications have no option \"%s\"", def->defname);
            return false;
        }
    }
    return true;
}

/* ---- members ---- */

static Object *
find_member(Parse *parse, const char *publication, const char *schema, const char *table)
{
    return model_find(parse->model, SPACE_PUBLICATION_MEMBER, schema, table, publication);
}

static void
filter(Pending *pending, const PublicationMember *member)
{
    pending->relation_schema = member->object.schema;
    pending->relation = member->object.parent;
    pending->target_type = "boolean";
}

static void
add_table(Parse *parse, const Statement *statement, const Object *publication, const PublicationTable *node)
{
    const Object *table = find_relation(parse, statement, node->relation);
    PublicationMember *member = publication_member_make(parse->arena, publication->name, table->schema, table->name);

    if (table->kind != KIND_TABLE)
    {
        parse_error(parse, statement, node->relation->location, NULL, "%s is no table, and only tables are published",
                    object_title(parse->arena, table));
        return;
    }
    member->with_heirs = node->relation->inh;
    str_list(parse, node->columns, &member->columns);
    vec_sort_str(&member->columns);
    if (node->whereClause)
        filter(parse_expression(parse, statement, node->whereClause, &member->object, &member->where), member);
    object_need_relation(parse->arena, &member->object, table->schema, table->name);
    parse_add(parse, statement, node->relation->location, &member->object);
}

static const char *
schema_of(Parse *parse, const Statement *statement, const PublicationObjSpec *spec)
{
    return spec->pubobjtype == PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA ? creation_schema(statement, NULL) : arena_copy(parse->arena, spec->name);
}

/* Whether all that a list names is there; else *outcome tells what the handler returns. */
static bool
all_there(Parse *parse, const Statement *statement, List *list, Outcome *outcome)
{
    ListCell *cell;

    foreach(cell, list)
    {
        const PublicationObjSpec *spec = lfirst_node(PublicationObjSpec, cell);
        const RangeVar *table = spec->pubtable ? spec->pubtable->relation : NULL;
        const char *schema = table ? NULL : schema_of(parse, statement, spec);

        if (table && !find_relation(parse, statement, table))
            *outcome = parse_missing(parse, statement, table->location, "table", relation_schema(parse, statement, table), table->relname);
        else if (schema && !model_find(parse->model, SPACE_SCHEMA, NULL, NULL, schema))
            *outcome = parse_missing(parse, statement, spec->location, "schema", NULL, schema);
        else
            continue;
        return false;
    }
    return true;
}

static void
add_members(Parse *parse, const Statement *statement, const Object *publication, List *list)
{
    ListCell *cell;

    foreach(cell, list)
    {
        const PublicationObjSpec *spec = lfirst_node(PublicationObjSpec, cell);

        if (spec->pubtable)
            add_table(parse, statement, publication, spec->pubtable);
        else
            parse_add(parse, statement, spec->location,
                      &publication_member_make(parse->arena, publication->name, schema_of(parse, statement, spec), NULL)->object);
    }
}

static void
drop_members(Parse *parse, const Statement *statement, const Object *publication, List *list)
{
    ListCell *cell;

    foreach(cell, list)
    {
        const PublicationObjSpec *spec = lfirst_node(PublicationObjSpec, cell);
        const RangeVar *table = spec->pubtable ? spec->pubtable->relation : NULL;
        Object *member = table ? find_member(parse, publication->name, relation_schema(parse, statement, table), table->relname)
                               : find_member(parse, publication->name, schema_of(parse, statement, spec), NULL);

        if (member)
            object_drop(parse, member);
        else
            parse_error(parse, statement, spec->location, NULL, "publication %s does not have this", sql_ident(parse->arena, publication->name));
    }
}

void
publication_drop_members(Parse *parse, const Object *publication)
{
    for (size_t i = parse->model->objects.count; i-- > 0;)
    {
        Object *object = vec_at(&parse->model->objects, i);

        if (object->kind == KIND_PUBLICATION_MEMBER && strcmp(object->name, publication->name) == 0)
            object_drop(parse, object);
    }
}

void
publication_rename_members(Parse *parse, const char *old, const char *new)
{
    Vec members = {0};

    VEC_EACH(Object *, object, &parse->model->objects)
        if (object->kind == KIND_PUBLICATION_MEMBER && strcmp(object->name, old) == 0)
            vec_add(parse->arena, &members, object);
    VEC_EACH(Object *, member, &members)
    {
        model_remove(parse->model, member);
        member->name = new;
        VEC_EACH(Ref *, need, &member->needs)
            if (need->space == SPACE_PUBLICATION)
                need->name = new;
        model_add(parse->model, member);
    }
}

/* ---- statements ---- */

Outcome
publication_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreatePublicationStmt *create = castNode(CreatePublicationStmt, node);
    Publication *publication = object_make(parse->arena, KIND_PUBLICATION, NULL, NULL, create->pubname);
    const Object *have = model_find(parse->model, SPACE_PUBLICATION, NULL, NULL, create->pubname);
    Outcome outcome;

    parse->model->claims |= CLAIM_PUBLICATIONS;
    if (have)                                      /* words that say the same have been found out before */
        return parse_error(parse, statement, -1, "keep one of them", "%s is defined twice, and differently: the other is at %s",
                           object_title(parse->arena, have), origin_text(parse->arena, have->origin));
    if (!all_there(parse, statement, create->pubobjects, &outcome))
        return outcome;
    publication->all_tables = create->for_all_tables;
    publication->generated_columns = "none";
    for (size_t i = 0; i < COUNT_OF(operations); i++)
        vec_add(parse->arena, &publication->publish, operations[i]);
    if (!set_options(parse, statement, publication, create->options))
        return OUTCOME_DONE;
    parse_add(parse, statement, -1, &publication->object);
    add_members(parse, statement, &publication->object, create->pubobjects);
    return OUTCOME_DONE;
}

Outcome
publication_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterPublicationStmt *alter = castNode(AlterPublicationStmt, node);
    Object *publication = model_find(parse->model, SPACE_PUBLICATION, NULL, NULL, alter->pubname);
    Outcome outcome;

    if (!publication)
        return parse_missing(parse, statement, -1, "publication", NULL, alter->pubname);
    if (!all_there(parse, statement, alter->pubobjects, &outcome))
        return outcome;
    if (alter->options)
    {
        set_options(parse, statement, (Publication *) publication, alter->options);
        return OUTCOME_DONE;
    }
    if (alter->action == AP_DropObjects)
    {
        drop_members(parse, statement, publication, alter->pubobjects);
        return OUTCOME_DONE;
    }
    if (alter->action == AP_SetObjects)
        publication_drop_members(parse, publication);
    add_members(parse, statement, publication, alter->pubobjects);
    return OUTCOME_DONE;
}

/* ---- tables that inherit ---- */

static void
copy_to_heirs(Parse *parse, const PublicationMember *from, const Object *table)
{
    Vec heirs = {0};

    inheritance_heirs(parse, table, &heirs);
    VEC_EACH(const Object *, heir, &heirs)
    {
        PublicationMember *member;

        if (find_member(parse, from->object.name, heir->schema, heir->name))
            continue;
        member = publication_member_make(parse->arena, from->object.name, heir->schema, heir->name);
        member->columns = from->columns;
        member->object.origin = from->object.origin;
        member->object.search_path = from->object.search_path;
        object_need_relation(parse->arena, &member->object, heir->schema, heir->name);
        for (size_t i = 0, count = parse->pending.count; from->where && i < count; i++)
        {
            const Pending *pending = vec_at(&parse->pending, i);
            Pending *copy;

            if (pending->expression != from->where)
                continue;
            copy = arena_make(parse->arena, Pending);
            *copy = *pending;
            copy->object = &member->object;
            copy->expression = member->where = arena_make(parse->arena, Expression);
            member->where->sql = from->where->sql;
            filter(copy, member);
            vec_add(parse->arena, &parse->pending, copy);
        }
        model_add(parse->model, &member->object);
        copy_to_heirs(parse, from, heir);
    }
}

/* A partitioned table stands for its partitions by itself. */
void
publication_finish(Parse *parse)
{
    for (size_t i = 0, count = parse->model->objects.count; i < count; i++)
    {
        const PublicationMember *member = vec_at(&parse->model->objects, i);
        const Object *table;

        if (member->object.kind != KIND_PUBLICATION_MEMBER || !member->with_heirs)
            continue;
        table = model_parent(parse->model, &member->object);
        if (table && !((const Table *) table)->partition_key)
            copy_to_heirs(parse, member, table);
    }
}
