/*
 * canon_lookup.h -- which operator or function a call means, and how its arguments are converted: PostgreSQL's own rules
 * (oper(), func_get_detail(), func_select_candidate() in parse_oper.c and parse_func.c; select_common_type() and
 * check_generic_type_consistency() in parse_coerce.c; https://www.postgresql.org/docs/current/typeconv.html).
 *
 * Every answer is certain or not given: with an argument whose type is not known, nothing is found. Pure: no tree, no names.
 */
#ifndef HC_CANON_LOOKUP_H
#define HC_CANON_LOOKUP_H

#include "engine/kinds/function.h"
#include "parser/canon_type.h"

enum { LOOKUP_ARGUMENTS = 32 };                    /* calls with more are not looked up */

typedef struct Signature
{
    int count;
    const PgType *arguments[LOOKUP_ARGUMENTS];     /* what each argument is to become; "any": stays as it is */
    const PgType *result;
    bool returns_set;
    bool exact;                                    /* the types fitted as they were: no overload elsewhere can fit better */
    const char *columns;                           /* "key text,value jsonb": names and types of OUT arguments of a built-in one; NULL or "": none */
    const Function *function;                      /* of a model's; NULL for a built-in one */
} Signature;

/* Whether there is an implicit conversion. */
bool lookup_converts(TypeTable *types, const PgType *from, const PgType *to);

/* The type of UNION, CASE, COALESCE, ARRAY, IN ...; NULL: not known, or they don't match. TYPE(text) when all are unknown literals. */
const PgType *lookup_common(TypeTable *types, const PgType *const *of, int count);

/* Operators of pg_catalog. left NULL: a prefix operator; is_prefix tells that from a type that is not known. */
bool lookup_operator(TypeTable *types, const char *name, bool is_prefix, const PgType *left, const PgType *right, Signature *found);

bool lookup_is_operator(const char *name);         /* pg_catalog has one of that name */

/* `op ANY (array)`: arguments[1] is the array's type. */
bool lookup_array_operator(TypeTable *types, const char *name, const PgType *left, const PgType *array, Signature *found);

/* Functions of pg_catalog. variadic: the last argument is VARIADIC. */
bool lookup_function(TypeTable *types, const char *name, const PgType *const *arguments, int count, bool variadic, Signature *found);

/* What all functions of that name in pg_catalog give, whatever their arguments; NULL: not the same, or it depends on them. */
const PgType *lookup_result(const char *name);

/* Of these functions of a model (Function *). */
bool lookup_among(TypeTable *types, const Vec *functions, const PgType *const *arguments, int count, bool variadic, Signature *found);

#endif
