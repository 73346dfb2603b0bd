#include "parser/creation.h"

static Pending *
pending_of(Parse *parse, const Expression *expression)
{
    VEC_EACH(Pending *, pending, &parse->pending)
        if (pending->expression == expression)
            return pending;
    return NULL;
}

/* A domain over a domain is made with the DEFAULT that the other one has then (DefineDomain() in commands/typecmds.c). */
static void
inherit_default(Parse *parse, Domain *domain, const Domain *base)
{
    const Pending *theirs = pending_of(parse, base->value);
    Pending *own;

    if (!theirs)
        return;
    own = arena_make(parse->arena, Pending);
    *own = *theirs;
    own->object = &domain->object;
    own->expression = domain->value = arena_make(parse->arena, Expression);
    *own->expression = *theirs->expression;
    vec_add(parse->arena, &parse->pending, own);
}

static void
set_default(Parse *parse, const Statement *statement, Domain *domain, Node *expression)
{
    domain->value = NULL;
    if (expression && !default_says_nothing(parse, statement, domain->type, expression))
        parse_expression(parse, statement, expression, &domain->object, &domain->value)->target_type = domain->type;
}

static Outcome
take_constraint(Parse *parse, const Statement *statement, Domain *domain, const Constraint *constraint)
{
    switch (constraint->contype)
    {
        case CONSTR_DEFAULT:
            set_default(parse, statement, domain, constraint->raw_expr);
            return OUTCOME_DONE;
        case CONSTR_NULL:
        case CONSTR_NOTNULL:
            domain->not_null = constraint->contype == CONSTR_NOTNULL;
            return OUTCOME_DONE;
        case CONSTR_CHECK:
            constraint_add(parse, statement, &domain->object, constraint, NULL);
            return OUTCOME_DONE;
        default:
            return parse_error(parse, statement, constraint->location, NULL, "a domain can't have a constraint of this sort");
    }
}

/* Whether it waits: its base is a domain of the blueprint that has not been read yet, and may have a DEFAULT. */
static bool
find_base(Parse *parse, const Statement *statement, const TypeName *type, const Domain **base)
{
    const char *schema, *name;
    const Object *found;

    *base = NULL;
    if (type->arrayBounds != NIL)
        return true;
    qualified_name(parse, statement, SPACE_TYPE, type->names, &schema, &name);
    found = model_find(parse->model, SPACE_TYPE, schema, NULL, name);
    if (found && found->kind == KIND_DOMAIN)
        *base = (const Domain *) found;
    return found || parse->last_call || str_eq(schema, "pg_catalog") || !names_has(&parse->names, SPACE_TYPE, schema, name) ||
           (parse->options && parse->options->live && names_has(parse->options->live, SPACE_TYPE, schema, name)) ||
           model_find(parse->model, SPACE_RELATION, schema, NULL, name);
}

Outcome
domain_create(Parse *parse, const Statement *statement, Node *node)
{
    const CreateDomainStmt *create = castNode(CreateDomainStmt, node);
    const char *schema, *name;
    const Domain *base;
    Domain *domain;
    ListCell *cell;
    bool has_default = false;

    if (!find_base(parse, statement, create->typeName, &base))
        return OUTCOME_DEFER;
    creation_name(parse, statement, create->domainname, &schema, &name);
    domain = object_make(parse->arena, KIND_DOMAIN, schema, NULL, name);
    domain->type = type_text(parse, statement, create->typeName, &domain->object);
    if (create->collClause)
        domain->collation = collation_text(parse, statement, create->collClause);
    parse_add(parse, statement, -1, &domain->object);
    foreach(cell, create->constraints)
    {
        const Constraint *constraint = lfirst_node(Constraint, cell);

        has_default |= constraint->contype == CONSTR_DEFAULT;
        take_constraint(parse, statement, domain, constraint);
    }
    if (base && base->value && !has_default)
        inherit_default(parse, domain, base);
    return OUTCOME_DONE;
}

Outcome
domain_alter(Parse *parse, const Statement *statement, Node *node)
{
    const AlterDomainStmt *alter = castNode(AlterDomainStmt, node);
    Outcome outcome;
    Domain *domain = (Domain *) type_to_alter(parse, statement, KIND_DOMAIN, alter->typeName, &outcome);
    Object *constraint;

    if (!domain)
        return outcome;
    switch (alter->subtype)
    {
        case 'T':
            set_default(parse, statement, domain, alter->def);
            return OUTCOME_DONE;
        case 'N':
        case 'O':
            domain->not_null = alter->subtype == 'O';
            return OUTCOME_DONE;
        case 'C':
            return take_constraint(parse, statement, domain, castNode(Constraint, alter->def));
        case 'X':
        case 'V':
            constraint = model_find(parse->model, SPACE_CONSTRAINT, domain->object.schema, domain->object.name, alter->name);
            if (!constraint && alter->missing_ok)
                return OUTCOME_DONE;
            if (!constraint)
                return parse_missing(parse, statement, -1, "constraint", domain->object.schema, alter->name);
            if (alter->subtype == 'X')
                model_remove(parse->model, constraint);
            else
                ((ConstraintDef *) constraint)->not_valid = false;
            return OUTCOME_DONE;
        default:
            return parse_error(parse, statement, -1, NULL, "this form of ALTER DOMAIN is not known");
    }
}
