#include "parser/creation.h"

void
creation_name(Parse *parse, const Statement *statement, List *names, const char **schema, const char **name)
{
    const char *given = list_length(names) > 1 ? strVal(list_nth(names, list_length(names) - 2)) : NULL;

    *name = arena_copy(parse->arena, strVal(llast(names)));
    *schema = creation_schema(statement, arena_copy(parse->arena, given));
}

const char *
mentioned_routine(Parse *parse, const Statement *statement, List *names, Object *user)
{
    const char *schema, *name;

    qualified_name(parse, statement, SPACE_ROUTINE, names, &schema, &name);
    if (str_eq(schema, "pg_catalog"))
        return sql_ident(parse->arena, name);
    object_need(parse->arena, user, (Ref) {.space = SPACE_ROUTINE, .schema = schema, .name = name, .any_signature = true});
    return sql_qname(parse->arena, schema, name);
}

/* A bare String stands in no list of its own, and palloc is not for us: *room is static per thread, used at once. */
List *
def_names(const DefElem *def)
{
    static __thread ListCell cell;
    static __thread List single;

    if (!def->arg)
        return NIL;
    if (IsA(def->arg, List))
        return (List *) def->arg;
    if (IsA(def->arg, TypeName))
        return ((TypeName *) def->arg)->names;
    if (!IsA(def->arg, String))
        return NIL;
    cell.ptr_value = def->arg;
    single = (List) {.type = T_List, .length = 1, .max_length = 1, .elements = &cell};
    return &single;
}

bool
is_null_constant(const Node *expression)
{
    while (expression && IsA(expression, TypeCast))
        expression = ((const TypeCast *) expression)->arg;
    return expression && IsA(expression, A_Const) && ((const A_Const *) expression)->isnull;
}

Object *
type_to_alter(Parse *parse, const Statement *statement, Kind kind, List *names, Outcome *outcome)
{
    Object *object = find_object(parse, statement, SPACE_TYPE, NULL, names);
    const char *schema, *name, *word = kind_ops[kind]->word;

    *outcome = OUTCOME_DONE;
    if (object && object->kind == kind)
        return object;
    qualified_name(parse, statement, SPACE_TYPE, names, &schema, &name);
    if (object)
        *outcome = parse_error(parse, statement, -1, NULL, "%s is no %s", object_title(parse->arena, object), word);
    else
        *outcome = parse_missing(parse, statement, -1, word, schema, name);
    return NULL;
}
