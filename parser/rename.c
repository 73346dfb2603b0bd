#include "parser/rename.h"

#include "engine/base/text.h"
#include "engine/kinds/composite.h"
#include "engine/kinds/definition.h"
#include "engine/kinds/extension.h"
#include "engine/kinds/inheritance.h"
#include "engine/kinds/publication_member.h"
#include "engine/kinds/sequence.h"
#include "engine/kinds/statistics.h"
#include "engine/kinds/trigger.h"
#include "parser/autoname.h"
#include "parser/publication.h"
#include "parser/scan.h"
#include "parser/target.h"

/* ---- who mentions a name ---- */

static bool
is_word_byte(char c)
{
    return c == '_' || c == '$' || (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* As a word of its own; inside quotes and strings too: nextval('schema.name'). */
static bool
is_name(const Token *token, const char *name)
{
    size_t length = strlen(name);
    const char *end = token->text + token->length;

    if (token->kind == TOKEN_WORD)
        return token->length == length && strncasecmp(token->text, name, length) == 0;
    if (token->kind != TOKEN_NAME && token->kind != TOKEN_STRING)
        return false;
    for (const char *at = token->text + 1; (at = memmem(at, (size_t) (end - at), name, length)); at++)
        if (!is_word_byte(at[-1]) && (at + length == end || !is_word_byte(at[length])))
            return true;
    return false;
}

static bool
text_mentions(const char *sql, const char *name)
{
    Scanner scanner;
    Token token;

    scan_init(&scanner, sql, strlen(sql));
    while ((token = scan_next(&scanner)).kind != TOKEN_END)
        if (is_name(&token, name))
            return true;
    return false;
}

/* An expression or query that has the name in it, whatever it means there; NULL: none. */
static const Pending *
mentioned_by(const Parse *parse, const char *name)
{
    VEC_EACH(const Pending *, pending, &parse->pending)
        if (text_mentions(pending->expression->sql, name))
            return pending;
    return NULL;
}

static bool
may_rename(Parse *parse, const Statement *statement, const Object *object, const char *name)
{
    const Pending *pending = mentioned_by(parse, name);

    if (!pending)
        return true;
    parse_error(parse, statement, -1, "use the new name from the start", "%s is renamed, but %s mentions \"%s\"",
                object_title(parse->arena, object), pending->object ? object_title(parse->arena, pending->object) : "another", name);
    return false;
}

/* Types are mentioned by their texts, functions by many fields: only those that nothing needs are renamed. */
static const Object *
needed_by(const Parse *parse, const Object *object)
{
    Arena *scratch = arena_new();
    const Object *user = NULL;

    VEC_EACH(const Object *, other, &parse->model->objects)
        VEC_EACH(const Ref *, need, &other->needs)
        {
            Vec found = {0};

            if (user || other == object || model_parent(parse->model, other) == object)
                continue;
            model_find_ref(parse->model, need, scratch, &found);
            for (size_t i = 0; i < found.count; i++)
                if (vec_at(&found, i) == object)
                    user = other;
        }
    arena_free(scratch);
    return user;
}

/* ---- who refers to a relation by a field ---- */

typedef struct Renaming
{
    const char *schema, *name;                     /* the old ones */
    const char *new_schema, *new_name;
} Renaming;

static void
follow(const Renaming *move, const char **schema, const char **name)
{
    if (!str_eq(*schema, move->schema) || !str_eq(*name, move->name))
        return;
    *schema = move->new_schema;
    *name = move->new_name;
}

static void
follow_refs(const Renaming *move, const Vec *refs)
{
    VEC_EACH(Ref *, ref, refs)
    {
        if (ref->space == SPACE_RELATION || ref->space == SPACE_TYPE)
            follow(move, &ref->schema, &ref->name);
        else if (ref->parent)
            follow(move, &ref->schema, &ref->parent);
    }
}

static void
follow_fields(Arena *arena, const Renaming *move, Object *object)
{
    switch (object->kind)
    {
        case KIND_CONSTRAINT:
            follow(move, &((ConstraintDef *) object)->ref_schema, &((ConstraintDef *) object)->ref_table);
            break;
        case KIND_SEQUENCE:
            follow(move, &((Sequence *) object)->owned_schema, &((Sequence *) object)->owned_table);
            break;
        case KIND_INHERITANCE:
            follow(move, &((Inheritance *) object)->from_schema, &((Inheritance *) object)->from_table);
            break;
        case KIND_STATISTICS:
            follow(move, &((StatisticsDef *) object)->table_schema, &((StatisticsDef *) object)->table);
            break;
        case KIND_TRIGGER:
            if (str_eq(((Trigger *) object)->from_table, sql_qname(arena, move->schema, move->name)))
                ((Trigger *) object)->from_table = sql_qname(arena, move->new_schema, move->new_name);
            break;
        default:
            break;
    }
}

static void
follow_all(Parse *parse, const Renaming *move)
{
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        follow_refs(move, &object->needs);
        follow_refs(move, &object_rare(object)->late_needs);
        follow_fields(parse->arena, move, object);
    }
    VEC_EACH(Pending *, pending, &parse->pending)
        if (pending->relation)
            follow(move, &pending->relation_schema, &pending->relation);
}

/* ---- identities ---- */

static void
put_back(Parse *parse, const Statement *statement, Object *object)
{
    Object *have = model_add(parse->model, object);

    if (have)
        parse_error(parse, statement, -1, NULL, "%s exists already: see %s", object_title(parse->arena, have), origin_text(parse->arena, have->origin));
}

static bool
is_relation_like(const Object *object)
{
    return kind_space[object->kind] == SPACE_RELATION || kind_space[object->kind] == SPACE_TYPE;
}

static void
reidentify(Parse *parse, const Statement *statement, Object *object, const char *schema, const char *name, const char *base)
{
    Renaming move = {object->schema, object->name, arena_copy(parse->arena, schema), arena_copy(parse->arena, name)};
    Vec children = {0};

    vec_add_all(parse->arena, &children, &object->children);
    model_remove(parse->model, object);
    object->schema = move.new_schema;
    object->name = move.new_name;
    if (base)
        object->base = arena_copy(parse->arena, base);
    put_back(parse, statement, object);
    VEC_EACH(Object *, child, &children)
    {
        child->schema = move.new_schema;
        child->parent = move.new_name;
        if (child->kind == KIND_INHERITANCE)
            child->name = sql_qname(parse->arena, ((Inheritance *) child)->from_schema, ((Inheritance *) child)->from_table);
        put_back(parse, statement, child);
    }
    if (is_relation_like(object))
        follow_all(parse, &move);
    if (object->kind == KIND_PUBLICATION)
        publication_rename_members(parse, move.name, move.new_name);
}

void
object_rename(Parse *parse, const Statement *statement, Object *object, const char *schema, const char *name, const char *base)
{
    const Object *user = NULL;
    const char *mentioned = object->base ? object->base : object->name;

    if (is_relation_like(object) || object->base)
        if (!may_rename(parse, statement, object, mentioned))
            return;
    if (kind_space[object->kind] != SPACE_RELATION && kind_space[object->kind] != SPACE_PUBLICATION)
        user = needed_by(parse, object);
    VEC_EACH(const Object *, other, &parse->model->objects)
        if (object->kind == KIND_TABLE && other->kind == KIND_INHERITANCE && str_eq(((const Inheritance *) other)->from_schema, object->schema) &&
            str_eq(((const Inheritance *) other)->from_table, object->name))
            user = other;
    if (user)
        parse_error(parse, statement, -1, "use the new name from the start", "%s is renamed, but %s uses it", object_title(parse->arena, object),
                    object_title(parse->arena, user));
    else
        reidentify(parse, statement, object, schema, name, base);
}

/* ---- columns ---- */

static void
rename_in(Vec *names, const char *old, const char *new)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(vec_at(names, i), old))
            names->items[i] = (void *) new;
}

static void
rename_in_elements(Vec *elements, const char *old, const char *new)
{
    VEC_EACH(IndexElement *, element, elements)
        if (str_eq(element->column, old))
            element->column = new;
}

static void
follow_column(Object *object, const Object *table, const char *old, const char *new)
{
    bool of_table = str_eq(object->schema, table->schema) && str_eq(object->parent, table->name);
    ConstraintDef *constraint = (ConstraintDef *) object;
    Sequence *sequence = (Sequence *) object;

    if (object->kind == KIND_CONSTRAINT && of_table)
    {
        rename_in(&constraint->columns, old, new);
        rename_in(&constraint->include, old, new);
        rename_in(&constraint->on_delete_columns, old, new);
        rename_in_elements(&constraint->elements, old, new);
    }
    if (object->kind == KIND_CONSTRAINT && str_eq(constraint->ref_schema, table->schema) && str_eq(constraint->ref_table, table->name))
        rename_in(&constraint->ref_columns, old, new);
    if (object->kind == KIND_INDEX && of_table)
    {
        rename_in(&((IndexDef *) object)->include, old, new);
        rename_in_elements(&((IndexDef *) object)->elements, old, new);
    }
    if (object->kind == KIND_STATISTICS && str_eq(((StatisticsDef *) object)->table_schema, table->schema) &&
        str_eq(((StatisticsDef *) object)->table, table->name))
        rename_in(&((StatisticsDef *) object)->columns, old, new);
    if (object->kind == KIND_PUBLICATION_MEMBER && of_table)
        rename_in(&((PublicationMember *) object)->columns, old, new);
    if (object->kind == KIND_TRIGGER && of_table)
        rename_in(&((Trigger *) object)->update_columns, old, new);
    if (object->kind == KIND_SEQUENCE && str_eq(sequence->owned_schema, table->schema) && str_eq(sequence->owned_table, table->name) &&
        str_eq(sequence->owned_column, old))
        sequence->owned_column = new;
}

static void
follow_column_refs(const Vec *refs, const Object *table, const char *old, const char *new)
{
    VEC_EACH(Ref *, ref, refs)
        if (ref->space == SPACE_COLUMN && str_eq(ref->schema, table->schema) && str_eq(ref->parent, table->name) && str_eq(ref->name, old))
            ref->name = new;
}

static void
rename_child(Parse *parse, const Statement *statement, Object *child, const char *name)
{
    model_remove(parse->model, child);
    child->name = name;
    put_back(parse, statement, child);
    if (child->kind == KIND_CONSTRAINT)
        autoname_take_constraint(parse, child);
}

static Outcome
rename_column(Parse *parse, const Statement *statement, const RenameStmt *node)
{
    Object *table = find_relation(parse, statement, node->relation), *column, *value, *counter;
    const char *name = arena_copy(parse->arena, node->newname), *old = arena_copy(parse->arena, node->subname);

    if (!table)
        return node->missing_ok && parse->last_call ? OUTCOME_DONE : parse_missing(parse, statement, -1, "relation", relation_schema(parse, statement, node->relation), node->relation->relname);
    if (table->kind != KIND_TABLE)
        return parse_error(parse, statement, -1, "give it its new name in the query", "only columns of tables are renamed in a blueprint");
    column = model_find(parse->model, SPACE_COLUMN, table->schema, table->name, old);
    if (!column)
        return parse_missing(parse, statement, -1, "column", table->name, old);
    if (!may_rename(parse, statement, column, old))
        return OUTCOME_DONE;
    value = model_find(parse->model, SPACE_DEFAULT, table->schema, table->name, old);
    counter = model_find(parse->model, SPACE_IDENTITY_SEQUENCE, table->schema, table->name, old);
    rename_child(parse, statement, column, name);
    if (value)
        rename_child(parse, statement, value, name);
    if (counter)
        rename_child(parse, statement, counter, name);
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        follow_column(object, table, old, name);
        follow_column_refs(&object->needs, table, old, name);
        follow_column_refs(&object_rare(object)->late_needs, table, old, name);
    }
    return OUTCOME_DONE;
}

static Outcome
rename_attribute(Parse *parse, const Statement *statement, const RenameStmt *node)
{
    const char *schema = node->relation->schemaname, *name = node->relation->relname;
    bool known;
    Object *type;

    if (!schema)
        schema = names_schema_of(&parse->names, &statement->search_path, SPACE_TYPE, name, &known);
    type = model_find_kind(parse->model, KIND_COMPOSITE, schema, NULL, name);
    if (!type)
        return parse_missing(parse, statement, -1, "type", schema, name);
    if (!may_rename(parse, statement, type, node->subname))
        return OUTCOME_DONE;
    VEC_EACH(Attribute *, attribute, &((CompositeType *) type)->attributes)
        if (str_eq(attribute->name, node->subname))
        {
            attribute->name = arena_copy(parse->arena, node->newname);
            return OUTCOME_DONE;
        }
    return parse_missing(parse, statement, -1, "attribute", name, node->subname);
}

/* ---- statements ---- */

/* A constraint, trigger, rule or policy of a table; a constraint of a domain. */
static Object *
find_named_child(Parse *parse, const Statement *statement, const RenameStmt *node)
{
    Space space = node->renameType == OBJECT_TRIGGER  ? SPACE_TRIGGER
                  : node->renameType == OBJECT_RULE   ? SPACE_RULE
                  : node->renameType == OBJECT_POLICY ? SPACE_POLICY
                                                      : SPACE_CONSTRAINT;
    const char *schema, *name;

    if (node->renameType == OBJECT_DOMCONSTRAINT)
        qualified_name(parse, statement, SPACE_TYPE, castNode(List, node->object), &schema, &name);
    else
    {
        schema = relation_schema(parse, statement, node->relation);
        name = node->relation->relname;
    }
    return model_find(parse->model, space, schema, name, node->subname);
}

static Outcome
rename_schema(Parse *parse, const Statement *statement, const RenameStmt *node)
{
    Object *schema = model_find(parse->model, SPACE_SCHEMA, NULL, NULL, node->subname);

    if (!schema)
        return parse_missing(parse, statement, -1, "schema", NULL, node->subname);
    VEC_EACH(const Object *, object, &parse->model->objects)
        if (str_eq(object->schema, node->subname))
            return parse_error(parse, statement, -1, "use the new name from the start", "schema %s is renamed, but %s is in it", node->subname,
                               object_title(parse->arena, object));
    reidentify(parse, statement, schema, NULL, node->newname, NULL);
    return OUTCOME_DONE;
}

static const char *
renamed_routine(Arena *arena, const Object *routine, const char *base)
{
    return arena_printf(arena, "%s%s", base, routine->name + strlen(routine->base));
}

/* "name USING method" */
static void
rename_using(Parse *parse, const Statement *statement, Definition *definition, const char *name)
{
    Object *object = &definition->object;

    object_rename(parse, statement, object, object->schema, arena_printf(parse->arena, "%s%s", sql_ident(parse->arena, name), definition->rest), NULL);
    definition->bare = arena_copy(parse->arena, name);
}

Outcome
rename_read(Parse *parse, const Statement *statement, Node *node)
{
    const RenameStmt *rename = (const RenameStmt *) node;
    Target target;
    Outcome outcome;

    switch (rename->renameType)
    {
        case OBJECT_COLUMN:
            return rename_column(parse, statement, rename);
        case OBJECT_ATTRIBUTE:
            return rename_attribute(parse, statement, rename);
        case OBJECT_ROLE:
        case OBJECT_DATABASE:
            return parse_error(parse, statement, -1, "write the new name where it is made and mentioned", "renaming a %s can't be read",
                               target_word(rename->renameType));
        case OBJECT_SCHEMA:
            return rename_schema(parse, statement, rename);
        case OBJECT_TABCONSTRAINT:
        case OBJECT_DOMCONSTRAINT:
        case OBJECT_TRIGGER:
        case OBJECT_RULE:
        case OBJECT_POLICY:
            target = (Target) {.what = target_word(rename->renameType), .name = arena_copy(parse->arena, rename->subname), .supported = true};
            target.object = find_named_child(parse, statement, rename);
            break;
        default:
            target = rename->relation ? target_relation(parse, statement, rename->renameType, rename->relation)
                                      : target_find(parse, statement, rename->renameType, rename->object);
            target.wrong_kind = false;             /* ALTER TABLE renames views, too */
            if (rename->renameType == OBJECT_INDEX && !target.object && target.schema)
                target.object = model_find_taken(parse->model, SPACE_RELATION, target.schema, NULL, target.name);
            break;
    }
    if (!target.object && rename->missing_ok && parse->last_call)
        return OUTCOME_DONE;
    if (!target_ready(parse, statement, &target, "renaming", &outcome))
        return outcome;
    if (target.object->parent && target.object->kind != KIND_INDEX)
        rename_child(parse, statement, target.object, arena_copy(parse->arena, rename->newname));
    else if (target.object->kind == KIND_OPERATOR_CLASS || target.object->kind == KIND_OPERATOR_FAMILY)
        rename_using(parse, statement, (Definition *) target.object, rename->newname);
    else if (target.object->base)
        object_rename(parse, statement, target.object, target.object->schema, renamed_routine(parse->arena, target.object, rename->newname), rename->newname);
    else
        object_rename(parse, statement, target.object, target.object->schema, rename->newname, NULL);
    return OUTCOME_DONE;
}

/* ---- ALTER ... SET SCHEMA ---- */

/* Sequences that the table's columns own go along. */
static void
move_sequences(Parse *parse, const Statement *statement, const Object *table, const char *schema)
{
    for (size_t i = 0; i < parse->model->objects.count; i++)
    {
        Object *object = vec_at(&parse->model->objects, i);

        if (object->kind == KIND_SEQUENCE && !str_eq(object->schema, schema) && str_eq(((Sequence *) object)->owned_schema, table->schema) &&
            str_eq(((Sequence *) object)->owned_table, table->name))
        {
            reidentify(parse, statement, object, schema, object->name, NULL);
            i = 0;                                 /* it stands elsewhere now */
        }
    }
}

Outcome
move_schema(Parse *parse, const Statement *statement, Node *node)
{
    const AlterObjectSchemaStmt *move = (const AlterObjectSchemaStmt *) node;
    const char *schema = arena_copy(parse->arena, move->newschema);
    Target target = move->relation ? target_relation(parse, statement, move->objectType, move->relation)
                                   : target_find(parse, statement, move->objectType, move->object);
    Outcome outcome;

    target.wrong_kind = false;
    if (!target.object && move->missing_ok && parse->last_call)
        return OUTCOME_DONE;
    if (!target_ready(parse, statement, &target, "moving", &outcome))
        return outcome;
    if (target.object->kind == KIND_EXTENSION)
    {
        ((Extension *) target.object)->in_schema = schema;
        return OUTCOME_DONE;
    }
    if (str_eq(target.object->schema, schema))
        return OUTCOME_DONE;
    object_rename(parse, statement, target.object, schema, target.object->name, target.object->base);
    if (target.object->kind == KIND_TABLE && str_eq(target.object->schema, schema))
        move_sequences(parse, statement, target.object, schema);
    return OUTCOME_DONE;
}
