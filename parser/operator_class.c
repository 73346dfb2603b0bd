/*
 * Operator families and classes (engine/kinds/operator_class.c): https://www.postgresql.org/docs/current/sql-createopclass.html
 *
 * Whether a member belongs to the class or is loose in its family is the access method's choice: amadjustmembers, PostgreSQL 14
 * on. btree and hash tie what a type can't do without to that type's class, wherever it is declared; the others keep required
 * support functions in the class that names them, and operators in the family.
 */
#include "parser/definition.h"

#include "engine/base/text.h"
#include "engine/kinds/range.h"
#include "parser/target.h"

/* Support functions that a class can't do without; by_type: members go to the class of their type. What is not here keeps all in the class. */
static const struct Rule { const char *method, *handler; bool by_type; int required[6]; } rules[] = {
    {"btree", "bthandler", true, {1}},
    {"hash", "hashhandler", true, {1}},
    {"gist", "gisthandler", false, {1, 2, 5, 6, 7}},
    {"gin", "ginhandler", false, {2, 3}},
    {"spgist", "spghandler", false, {1, 2, 3, 4, 5}},
};

/* The handler decides; other access methods may have one of PostgreSQL's own. */
static const struct Rule *
rule_of(const Parse *parse, const char *method)
{
    const Definition *declared = (const Definition *) model_find(parse->model, SPACE_ACCESS_METHOD, NULL, NULL, method);

    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (strcmp(rules[i].method, method) == 0 || (declared && str_eq(definition_option(declared, "HANDLER"), rules[i].handler)))
            return &rules[i];
    return NULL;
}

static bool
is_known_method(const Parse *parse, const char *method)
{
    return rule_of(parse, method) || strcmp(method, "brin") == 0 || model_find(parse->model, SPACE_ACCESS_METHOD, NULL, NULL, method);
}

typedef struct Member
{
    bool function;
    int number;
    const char *left, *right;
    const char *key, *value;
    Object holder;                                 /* only for its needs */
} Member;

/* Whether the class of its type holds it: of its own type for btree and hash, of what names it for the others. */
static bool
is_tied(const struct Rule *rule, bool function, int number, const char *left, const char *right)
{
    if (!rule)
        return true;
    if (function || !rule->by_type)
    {
        bool required = false;

        for (size_t i = 0; function && i < COUNT_OF(rule->required); i++)
            required |= rule->required[i] == number;
        if (!required)
            return false;
    }
    return !rule->by_type || strcmp(left, right) == 0;
}

/* ---- one member ---- */

static const char *
nth_type(Parse *parse, const Statement *statement, const List *types, int number, Object *user)
{
    const TypeName *type = list_nth(types, number < list_length(types) ? number : list_length(types) - 1);

    return type ? type_text_bare(parse, statement, type, user) : "NONE";
}

static const char *
member_key(Arena *arena, const Member *member)
{
    return arena_printf(arena, "%s %d (%s, %s)", member->function ? "FUNCTION" : "OPERATOR", member->number, member->left, member->right);
}

/* An operator family is named without its access method in the places where that is clear. */
static const char *
family_text(Parse *parse, const Statement *statement, List *names, const char *method, Object *user)
{
    const char *name = str_node(parse, llast(names)), *schema;

    if (list_length(names) > 1)
        schema = str_node(parse, list_nth(names, list_length(names) - 2));
    else
        schema = names_declared_schema(&parse->names, &statement->search_path, SPACE_OPERATOR_FAMILY, name);
    if (!schema || strcmp(schema, "pg_catalog") == 0)
        return sql_ident(parse->arena, name);
    object_need(parse->arena, user, (Ref) {.space = SPACE_OPERATOR_FAMILY, .schema = schema, .name = definition_using(parse->arena, name, method)});
    return sql_qname(parse->arena, schema, name);
}

static void
read_operator(Parse *parse, const Statement *statement, const CreateOpClassItem *item, const char *type, Member *member)
{
    Arena *arena = parse->arena;
    List *names = item->name->objname, *types = item->name->objargs;
    const char *name = str_node(parse, llast(names)), *schema;

    member->left = types ? nth_type(parse, statement, types, 0, &member->holder) : type;
    member->right = types ? nth_type(parse, statement, types, 1, &member->holder) : type;
    schema = operator_schema(parse, statement, names, member->left, member->right, false);
    object_need(arena, &member->holder, (Ref) {.space = SPACE_OPERATOR, .schema = schema,
                                               .name = operator_signature(arena, name, member->left, member->right)});
    member->value = arena_printf(arena, "OPERATOR %d %s%s%s (%s, %s)", item->number, strcmp(schema, "pg_catalog") == 0 ? "" : sql_ident(arena, schema),
                                 strcmp(schema, "pg_catalog") == 0 ? "" : ".", name, member->left, member->right);
    if (item->order_family)
        member->value = arena_printf(arena, "%s FOR ORDER BY %s", member->value,
                                     family_text(parse, statement, item->order_family, "btree", &member->holder));
}

/* assignProcTypes() in commands/opclasscmds.c: which types a support function is for when nobody says. */
static void
function_types(const char *method, const Vec *arguments, const char *type, Member *member)
{
    size_t left = SIZE_MAX, right = SIZE_MAX;

    if (strcmp(method, "btree") == 0 && member->number == 1)
        left = 0, right = 1;
    else if (strcmp(method, "btree") == 0 && member->number == 3)
        left = 0, right = 2;
    else if (strcmp(method, "hash") == 0 && member->number <= 2)
        left = right = 0;
    member->left = left < arguments->count ? vec_at(arguments, left) : type;
    member->right = right < arguments->count ? vec_at(arguments, right) : type;
}

static bool
read_function(Parse *parse, const Statement *statement, const CreateOpClassItem *item, const char *method, const char *type, Member *member)
{
    Vec arguments = {0};
    const char *procedure = mentioned_procedure(parse, statement, item->name, &member->holder, &arguments);

    if (!procedure)
        return false;
    if (item->class_args)
    {
        member->left = nth_type(parse, statement, item->class_args, 0, &member->holder);
        member->right = nth_type(parse, statement, item->class_args, 1, &member->holder);
    }
    else
        function_types(method, &arguments, type, member);
    if (member->left && member->right)
        member->value = arena_printf(parse->arena, "FUNCTION %d (%s, %s) %s", item->number, member->left, member->right, procedure);
    return true;
}

/* False: a function that is named without its argument types is not there (yet). type NULL: of a family, which has none. */
static bool
read_member(Parse *parse, const Statement *statement, const CreateOpClassItem *item, const char *method, const char *type, Member *member)
{
    *member = (Member) {.function = item->itemtype == OPCLASS_ITEM_FUNCTION, .number = item->number};
    if (!member->function)
        read_operator(parse, statement, item, type, member);
    else if (!read_function(parse, statement, item, method, type, member))
        return false;
    if (member->left && member->right)
        member->key = member_key(parse->arena, member);
    return true;
}

static void
add_member(Parse *parse, Definition *definition, const Member *member)
{
    if (definition_item(&definition->items, member->key))
        return;
    definition_add_item(parse->arena, &definition->items, member->key, member->value);
    definition_sort_items(&definition->items);
    VEC_EACH(const Ref *, need, &member->holder.needs)
        object_need(parse->arena, &definition->object, *need);
}

/* ---- families ---- */

/* CREATE OPERATOR FAMILY says no more than the name: what is there already, perhaps of a class, is the same. */
static Definition *
family_make(Parse *parse, const Statement *statement, List *names, const char *method)
{
    Definition *family = definition_make_using(parse, statement, KIND_OPERATOR_FAMILY, names, method);
    Object *have = model_find(parse->model, SPACE_OPERATOR_FAMILY, family->object.schema, NULL, family->object.name);

    if (have)
        return (Definition *) have;
    parse_add(parse, statement, -1, &family->object);
    return family;
}

Outcome
operator_family_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateOpFamilyStmt *create = castNode(CreateOpFamilyStmt, node);

    family_make(parse, statement, create->opfamilyname, create->amname);
    return OUTCOME_DONE;
}

static Outcome
add_to_family(Parse *parse, const Statement *statement, const AlterOpFamilyStmt *alter, Definition *family)
{
    ListCell *cell;
    Vec members = {0};

    foreach(cell, alter->items)
    {
        const CreateOpClassItem *item = lfirst_node(CreateOpClassItem, cell);
        Member *member = arena_make(parse->arena, Member);

        if (!read_member(parse, statement, item, alter->amname, NULL, member))
            return parse_missing(parse, statement, -1, "function", NULL, strVal(llast(item->name->objname)));
        if (!member->key)
            return parse_error(parse, statement, -1, NULL, "a member of an operator family needs its types");
        vec_add(parse->arena, &members, member);
    }
    VEC_EACH(const Member *, member, &members)
        add_member(parse, family, member);
    return OUTCOME_DONE;
}

static Outcome
drop_from_family(Parse *parse, const Statement *statement, const AlterOpFamilyStmt *alter, Definition *family)
{
    ListCell *cell;

    foreach(cell, alter->items)
    {
        const CreateOpClassItem *item = lfirst_node(CreateOpClassItem, cell);
        Member member = {.function = item->itemtype == OPCLASS_ITEM_FUNCTION, .number = item->number,
                         .left = nth_type(parse, statement, item->class_args, 0, NULL),
                         .right = nth_type(parse, statement, item->class_args, 1, NULL)};
        const char *key = member_key(parse->arena, &member);

        if (!definition_item(&family->items, key))
            return parse_missing(parse, statement, -1, arena_printf(parse->arena, "in %s,", object_title(parse->arena, &family->object)), NULL, key);
        for (size_t i = family->items.count; i-- > 0;)
            if (strcmp(((const DefinitionItem *) vec_at(&family->items, i))->key, key) == 0)
                vec_remove_at(&family->items, i);
    }
    return OUTCOME_DONE;
}

Outcome
operator_family_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterOpFamilyStmt *alter = castNode(AlterOpFamilyStmt, node);
    Target target = target_find(parse, statement, OBJECT_OPFAMILY, (Node *) lcons(makeString(alter->amname), list_copy(alter->opfamilyname)));
    Outcome outcome;

    if (!target_ready(parse, statement, &target, "ALTER", &outcome))
        return outcome;
    return alter->isDrop ? drop_from_family(parse, statement, alter, (Definition *) target.object)
                         : add_to_family(parse, statement, alter, (Definition *) target.object);
}

/* ---- classes ---- */

/* NULL: one of PostgreSQL's own, or one that is not there (yet). */
static Definition *
family_of(Parse *parse, const Definition *class)
{
    VEC_EACH(const Ref *, need, &class->object.needs)
        if (need->space == SPACE_OPERATOR_FAMILY)
            return (Definition *) model_find(parse->model, need->space, need->schema, NULL, need->name);
    return NULL;
}

static void
set_family(Parse *parse, const Statement *statement, const CreateOpClassStmt *create, Definition *class)
{
    List *names = create->opfamilyname;

    if (!names)
        object_need(parse->arena, &class->object, (Ref) {.space = SPACE_OPERATOR_FAMILY, .schema = class->object.schema, .name = class->object.name});
    definition_set_option(parse, class, "FAMILY", names ? family_text(parse, statement, names, create->amname, &class->object)
                                                        : definition_called(parse->arena, &class->object));
}

static Outcome
add_members(Parse *parse, const Statement *statement, Definition *class, Definition *family, const char *method, const Vec *members)
{
    VEC_EACH(const Member *, member, members)
    {
        if (is_tied(rule_of(parse, method), member->function, member->number, member->left, member->right))
            add_member(parse, class, member);
        else if (family)
            add_member(parse, family, member);
        else
            return parse_error(parse, statement, -1, "give the class a family of its own", "%s would add \"%s\" to a family that is not of the blueprint",
                               object_title(parse->arena, &class->object), member->key);
    }
    parse_add(parse, statement, -1, &class->object);
    return OUTCOME_DONE;
}

Outcome
operator_class_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateOpClassStmt *create = castNode(CreateOpClassStmt, node);
    Definition *class = definition_make_using(parse, statement, KIND_OPERATOR_CLASS, create->opclassname, create->amname), *family;
    const char *type = type_text_bare(parse, statement, create->datatype, &class->object), *storage;
    Vec members = {0};
    ListCell *cell;

    if (!is_known_method(parse, create->amname) && !parse->last_call)
        return OUTCOME_DEFER;
    set_family(parse, statement, create, class);
    family = family_of(parse, class);
    if (create->opfamilyname && !family && names_declared_schema(&parse->names, &statement->search_path, SPACE_OPERATOR_FAMILY, strVal(llast(create->opfamilyname))) &&
        !parse->last_call)
        return OUTCOME_DEFER;
    definition_set_option(parse, class, "FOR TYPE", type);
    definition_set_option(parse, class, "USING", sql_ident(parse->arena, create->amname));
    if (create->isDefault)
        definition_set_option(parse, class, "DEFAULT", "true");
    foreach(cell, create->items)
    {
        const CreateOpClassItem *item = lfirst_node(CreateOpClassItem, cell);
        Member *member = arena_make(parse->arena, Member);

        if (item->itemtype == OPCLASS_ITEM_STORAGETYPE)
        {
            storage = type_text_bare(parse, statement, item->storedtype, &class->object);
            definition_set_option(parse, class, "STORAGE", strcmp(storage, type) == 0 ? NULL : storage);
            continue;
        }
        if (!read_member(parse, statement, item, create->amname, type, member))
            return parse_missing(parse, statement, -1, "function", NULL, strVal(llast(item->name->objname)));
        vec_add(parse->arena, &members, member);
    }
    if (!create->opfamilyname)
        family = family_make(parse, statement, create->opclassname, create->amname);
    return add_members(parse, statement, class, family, create->amname, &members);
}

/* ---- the end ---- */

/* Of a family's members, those that btree and hash tie to a class: its type stands twice in the key. */
static void
take_from_family(Parse *parse, Definition *class, Definition *family)
{
    const char *type = definition_option(class, "FOR TYPE");

    for (size_t i = family->items.count; i-- > 0;)
    {
        const DefinitionItem *item = vec_at(&family->items, i);
        const char *key = arena_printf(parse->arena, "FUNCTION 1 (%s, %s)", type, type);
        const char *types = arena_printf(parse->arena, "(%s, %s)", type, type), *open = strchr(item->key, '(');

        if (strcmp(item->key, key) != 0 && (strncmp(item->key, "OPERATOR", strlen("OPERATOR")) != 0 || strcmp(open, types) != 0))
            continue;
        definition_add_item(parse->arena, &class->items, item->key, item->value);
        vec_remove_at(&family->items, i);
    }
    definition_sort_items(&class->items);
    VEC_EACH(const Ref *, need, &family->object.needs)
        object_need(parse->arena, &class->object, *need);
}

/* A range names the class of its subtype only where that is not the default. */
static void
settle_range(Parse *parse, RangeType *range)
{
    VEC_EACH(const Ref *, need, &range->object.needs)
    {
        const Definition *class = (const Definition *) model_find(parse->model, SPACE_OPERATOR_CLASS, need->schema, NULL, need->name);

        if (need->space == SPACE_OPERATOR_CLASS && class && definition_option(class, "DEFAULT"))
            range->opclass = NULL;
    }
}

void
operator_class_finish(Parse *parse)
{
    VEC_EACH(Object *, object, &parse->model->objects)
    {
        Definition *class = (Definition *) object, *family;
        const struct Rule *rule;

        if (object->kind == KIND_RANGE)
            settle_range(parse, (RangeType *) object);
        if (object->kind != KIND_OPERATOR_CLASS)
            continue;
        rule = rule_of(parse, definition_option(class, "USING"));
        if (rule && rule->by_type && (family = family_of(parse, class)))
            take_from_family(parse, class, family);
    }
}
