#include "parser/canon_lookup.h"

#include <stdlib.h>

/* ---- the tables ---- */

static const struct { short from, to; char context; } casts[] = {
#define PG_CAST(from, to, context) {from, to, context},
#include "parser/canon_casts.def"
#undef PG_CAST
};

typedef struct OperatorRow
{
    const char *name;
    short left, right, result;
} OperatorRow;

static const OperatorRow operators[] = {
#define PG_OPERATOR(name, left, right, result) {name, left, right, result},
#include "parser/canon_operators.def"
#undef PG_OPERATOR
};

typedef struct FunctionRow
{
    const char *name;
    bool returns_set;
    short defaults, variadic;
    bool everywhere;
    short result;
    const char *columns;
    short count, arguments[8];
} FunctionRow;

static const FunctionRow functions[] = {
#define PG_FUNCTION(name, returns_set, defaults, variadic, everywhere, result, columns, count, ...) \
    {name, returns_set, defaults, variadic, everywhere, result, columns, count, {__VA_ARGS__}},
#include "parser/canon_functions.def"
#undef PG_FUNCTION
};

static const PgType *
type_at(short id)
{
    return id == TY_none ? NULL : &pg_types[id];
}

static int
compare_operator(const void *key, const void *member)
{
    return strcmp(key, ((const OperatorRow *) member)->name);
}

static int
compare_function(const void *key, const void *member)
{
    return strcmp(key, ((const FunctionRow *) member)->name);
}

/* The first row of a name, and how many there are. */
#define ROWS_OF(table, compare, name, first, number) \
    do { \
        (first) = bsearch((name), (table), COUNT_OF(table), sizeof *(table), (compare)); \
        while ((first) && (first) > (table) && strcmp((first)[-1].name, (name)) == 0) \
            (first)--; \
        for ((number) = 0; (first) && (first) + (number) < (table) + COUNT_OF(table) && strcmp((first)[number].name, (name)) == 0; (number)++) \
            ; \
    } while (0)

/* ---- conversions ---- */

static char
cast_context(const PgType *from, const PgType *to)
{
    size_t low = 0, high = COUNT_OF(casts);

    if (from < pg_types || from >= pg_types + TY_COUNT || to < pg_types || to >= pg_types + TY_COUNT)
        return 0;
    while (low < high)
    {
        size_t middle = (low + high) / 2;
        ptrdiff_t order = from - (pg_types + casts[middle].from);

        if (order == 0)
            order = to - (pg_types + casts[middle].to);
        if (order == 0)
            return casts[middle].context;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

static bool
is_polymorphic(const PgType *type)
{
    return type == TYPE(anyelement) || type == TYPE(anyarray) || type == TYPE(anynonarray) || type == TYPE(anyenum) ||
           type == TYPE(anyrange) || type == TYPE(anymultirange) || type == TYPE(anycompatible) || type == TYPE(anycompatiblearray) ||
           type == TYPE(anycompatiblenonarray) || type == TYPE(anycompatiblerange) || type == TYPE(anycompatiblemultirange);
}

bool
lookup_converts(TypeTable *types, const PgType *from, const PgType *to)
{
    const PgType *base = type_base(from);

    if (from == to || to == TYPE(any) || from == TYPE(unknown))
        return true;
    if (!base || !type_base(to))
        return false;
    if (base == type_base(to) || cast_context(base, type_base(to)) == 'i')
        return true;
    if (base->element && to->element && to != TYPE(oidvector) && to != TYPE(int2vector))
        return lookup_converts(types, base->element, to->element);
    return to == TYPE(record) && base->kind == 'c';
}

const PgType *
lookup_common(TypeTable *types, const PgType *const *of, int count)
{
    const PgType *type = of[0];
    bool same = true;

    for (int i = 0; i < count; i++)
    {
        if (!of[i] || (type_base(of[i]) ? type_base(of[i])->kind : 'x') == 'x')
            return NULL;
        same = same && of[i] == type;
    }
    if (same && type != TYPE(unknown))
        return type;
    type = type_base(type);
    for (int i = 1; i < count; i++)
    {
        const PgType *next = type_base(of[i]);

        if (next == TYPE(unknown) || next == type)
            continue;
        if (type == TYPE(unknown))
            type = next;
        else if (next->category != type->category)
            return NULL;
        else if (!type->preferred && lookup_converts(types, type, next) && !lookup_converts(types, next, type))
            type = next;
    }
    return type == TYPE(unknown) ? TYPE(text) : type;
}

/* ---- polymorphic arguments: check_ and enforce_generic_type_consistency() ---- */

typedef struct Generic
{
    const PgType *element, *array, *range, *multirange, *compatible;
    bool not_array, is_enum, any_compatible;
} Generic;

/* One type that all arguments of a sort must have; unknown literals take what the others have. */
static bool
agree(const PgType **have, const PgType *actual)
{
    if (actual == TYPE(unknown))
        return true;
    if (*have && *have != actual)
        return false;
    *have = actual;
    return true;
}

static bool
take_generic(Generic *g, const PgType *declared, const PgType *actual, const PgType **compatible, int *compatible_count)
{
    const PgType *base = type_base(actual);

    if (declared == TYPE(anyelement) || declared == TYPE(anynonarray) || declared == TYPE(anyenum))
    {
        g->not_array |= declared == TYPE(anynonarray);
        g->is_enum |= declared == TYPE(anyenum);
        return agree(&g->element, actual);
    }
    if (declared == TYPE(anyarray))
        return (base == TYPE(unknown) || base->element) && agree(&g->array, base);
    if (declared == TYPE(anyrange))
        return (base == TYPE(unknown) || base->kind == 'r') && agree(&g->range, base);
    if (declared == TYPE(anymultirange))
        return (base == TYPE(unknown) || base->kind == 'm') && agree(&g->multirange, base);
    g->any_compatible = true;
    if (declared == TYPE(anycompatiblearray))
    {
        if (base != TYPE(unknown) && !base->element)
            return false;
        if (base != TYPE(unknown))
            compatible[(*compatible_count)++] = base->element;
        return true;
    }
    if (declared == TYPE(anycompatible) || declared == TYPE(anycompatiblenonarray))
    {
        if (actual != TYPE(unknown))
            compatible[(*compatible_count)++] = actual;
        return declared == TYPE(anycompatible) || !base->element;
    }
    return false;                                  /* anycompatiblerange and its like: nobody has them */
}

static bool
solve_generic(TypeTable *types, Generic *g, const PgType *const *compatible, int compatible_count)
{
    if (g->multirange && (!g->multirange->of || !agree(&g->range, g->multirange->of)))
        return false;
    if (g->range && (!g->range->of || !agree(&g->element, g->range->of)))
        return false;
    if (g->array && !agree(&g->element, g->array->element))
        return false;
    if (g->not_array && g->element && type_base(g->element)->element)
        return false;
    if (g->is_enum && g->element && g->element->kind != 'e')
        return false;
    if (g->element && !g->array)
        g->array = types_array(types, g->element);
    if (g->any_compatible)
    {
        g->compatible = compatible_count ? lookup_common(types, compatible, compatible_count) : TYPE(text);
        for (int i = 0; g->compatible && i < compatible_count; i++)
            if (!lookup_converts(types, compatible[i], g->compatible))
                return false;
        return g->compatible != NULL;
    }
    return true;
}

static const PgType *
generic_type(TypeTable *types, const Generic *g, const PgType *declared)
{
    if (declared == TYPE(anyelement) || declared == TYPE(anynonarray) || declared == TYPE(anyenum))
        return g->element;
    if (declared == TYPE(anyarray))
        return g->array;
    if (declared == TYPE(anyrange))
        return g->range;
    if (declared == TYPE(anymultirange))
        return g->multirange;
    if (declared == TYPE(anycompatible) || declared == TYPE(anycompatiblenonarray))
        return g->compatible;
    if (declared == TYPE(anycompatiblearray))
        return g->compatible ? types_array(types, g->compatible) : NULL;
    return is_polymorphic(declared) ? NULL : declared;
}

/* Put real types where the signature has polymorphic ones; false when the arguments don't agree. */
static bool
fit_generic(TypeTable *types, Signature *signature, const PgType *const *actual)
{
    const PgType *compatible[LOOKUP_ARGUMENTS];
    int compatible_count = 0;
    Generic g = {0};
    bool any = false;

    for (int i = 0; i < signature->count; i++)
        if (is_polymorphic(signature->arguments[i]))
        {
            any = true;
            if (!take_generic(&g, signature->arguments[i], actual[i], compatible, &compatible_count))
                return false;
        }
    if (!any)
        return true;
    if (!solve_generic(types, &g, compatible, compatible_count))
        return false;
    for (int i = 0; i < signature->count; i++)
        if (!(signature->arguments[i] = generic_type(types, &g, signature->arguments[i])))
            return false;
    signature->result = generic_type(types, &g, signature->result);
    return true;
}

/* ---- choosing among overloads ---- */

typedef struct Choice
{
    Signature *items;
    int count, room;
} Choice;

enum { MAX_OVERLOADS = 160 };

static bool
can_take(TypeTable *types, const Signature *signature, const PgType *const *actual)
{
    Signature copy = *signature;

    for (int i = 0; i < signature->count; i++)
        if (!is_polymorphic(signature->arguments[i]) && !lookup_converts(types, actual[i], signature->arguments[i]))
            return false;
    return fit_generic(types, &copy, actual);
}

/* Keep those with the most matches; all when none has any. */
static void
keep_best(Choice *choice, const PgType *const *base, bool preferred_too)
{
    int best = 0, kept = 0;

    for (int at = 0; at < choice->count; at++)
    {
        int matches = 0;

        for (int i = 0; i < choice->items[at].count; i++)
        {
            const PgType *argument = choice->items[at].arguments[i];

            if (base[i] != TYPE(unknown))
                matches += argument == base[i] || (preferred_too && argument->preferred && argument->category == base[i]->category);
        }
        if (matches > best || kept == 0)
        {
            best = matches;
            kept = 0;
        }
        if (matches == best)
            choice->items[kept++] = choice->items[at];
    }
    choice->count = kept;
}

/* The category that an unknown literal gets: STRING when any overload takes one, else what all agree on. */
static bool
literal_category(const Choice *choice, int argument, char *category, bool *preferred)
{
    bool conflict = false;

    *category = 0;
    *preferred = false;
    for (int at = 0; at < choice->count; at++)
    {
        const PgType *type = choice->items[at].arguments[argument];

        if (!*category || (type->category != *category && type->category == 'S'))
        {
            *category = type->category;
            *preferred = type->preferred;
        }
        else if (type->category == *category)
            *preferred |= type->preferred;
        else
            conflict = true;
    }
    return !conflict || *category == 'S';
}

static void
keep_for_literals(Choice *choice, const PgType *const *base)
{
    char category[LOOKUP_ARGUMENTS];
    bool preferred[LOOKUP_ARGUMENTS];
    int count = choice->items[0].count, kept = 0;

    for (int i = 0; i < count; i++)
        if (base[i] == TYPE(unknown) && !literal_category(choice, i, &category[i], &preferred[i]))
            return;
    for (int pass = 0; pass < 2; pass++)           /* first count, so that a rule that rejects all can be dropped */
    {
        int good = 0;

        for (int at = 0; at < choice->count; at++)
        {
            bool keep = true;

            for (int i = 0; i < count; i++)
                if (base[i] == TYPE(unknown))
                {
                    const PgType *type = choice->items[at].arguments[i];

                    keep = keep && type->category == category[i] && (!preferred[i] || type->preferred);
                }
            if (keep && pass == 1)
                choice->items[good] = choice->items[at];
            good += keep;
        }
        if (good == 0)
            return;
        kept = good;
    }
    choice->count = kept;
}

static const Signature *
the_only(const Choice *choice)
{
    return choice->count == 1 ? &choice->items[0] : NULL;
}

/* func_select_candidate() */
static const Signature *
select_overload(TypeTable *types, Choice *choice, const PgType *const *actual)
{
    const PgType *base[LOOKUP_ARGUMENTS], *known = NULL;
    int count = choice->items[0].count, unknowns = 0;
    const Signature *last = NULL;

    for (int i = 0; i < count; i++)
    {
        base[i] = type_base(actual[i]);
        unknowns += base[i] == TYPE(unknown);
    }
    keep_best(choice, base, false);
    if (choice->count > 1)
        keep_best(choice, base, true);
    if (choice->count == 1 || unknowns == 0)
        return the_only(choice);
    keep_for_literals(choice, base);
    if (choice->count == 1 || unknowns == count)
        return the_only(choice);
    for (int i = 0; i < count; i++)
    {
        if (base[i] == TYPE(unknown))
            continue;
        if (known && known != base[i])
            return NULL;
        known = base[i];
    }
    for (int i = 0; i < count; i++)
        base[i] = known;
    for (int at = 0; at < choice->count; at++)
        if (can_take(types, &choice->items[at], base))
        {
            if (last)
                return NULL;
            last = &choice->items[at];
        }
    return last;
}

/* The category of "char" is not the same in all versions, and it is what decides about a literal. */
static bool
depends_on_version(const Choice *choice, const PgType *const *actual)
{
    for (int at = 0; at < choice->count; at++)
        for (int i = 0; i < choice->items[at].count; i++)
            if (choice->items[at].arguments[i] == TYPE(char) && actual[i] == TYPE(unknown))
                return true;
    return false;
}

static bool
choose(TypeTable *types, Choice *choice, const PgType *const *actual, Signature *found)
{
    const Signature *chosen;
    int kept = 0;

    for (int at = 0; at < choice->count; at++)
        if (can_take(types, &choice->items[at], actual))
            choice->items[kept++] = choice->items[at];
    choice->count = kept;
    if (kept == 0 || (kept > 1 && depends_on_version(choice, actual)))
        return false;
    chosen = kept == 1 ? &choice->items[0] : select_overload(types, choice, actual);
    if (!chosen)
        return false;
    *found = *chosen;
    return fit_generic(types, found, actual);
}

static bool
all_known(const PgType *const *types, int count)
{
    for (int i = 0; i < count; i++)
        if (!types[i] || !type_base(types[i]) || type_base(types[i])->kind == 'x' || (types[i]->element && types[i]->element->kind == 'x'))
            return false;
    return true;
}

/* ---- operators ---- */

static const OperatorRow *
exact_operator(const OperatorRow *rows, int count, const PgType *left, const PgType *right)
{
    for (int at = 0; at < count; at++)
        if (type_at(rows[at].left) == left && type_at(rows[at].right) == right)
            return &rows[at];
    return NULL;
}

static void
operator_signature(const OperatorRow *row, Signature *signature)
{
    signature->count = 0;
    if (row->left != TY_none)
        signature->arguments[signature->count++] = type_at(row->left);
    signature->arguments[signature->count++] = type_at(row->right);
    signature->result = type_at(row->result);
    signature->returns_set = signature->exact = false;
    signature->columns = NULL;
    signature->function = NULL;
}

/* binary_oper_exact(): an unknown literal is first taken to be of the other side's type, or of what that is a domain of. */
static const OperatorRow *
exact_binary(const OperatorRow *rows, int count, const PgType *left, const PgType *right)
{
    bool literal = left == TYPE(unknown) || right == TYPE(unknown);
    const OperatorRow *row;

    if (left == TYPE(unknown))
        left = right;
    if (right == TYPE(unknown))
        right = left;
    row = exact_operator(rows, count, left, right);
    if (!row && literal && type_base(left) != left)
        row = exact_operator(rows, count, type_base(left), type_base(left));
    return row;
}

static bool
find_operator(TypeTable *types, const OperatorRow *rows, int count, bool is_prefix, const PgType *left, const PgType *right, Signature *found)
{
    const PgType *actual[2] = {is_prefix ? right : left, right};
    Signature signatures[MAX_OVERLOADS];
    Choice choice = {signatures, 0, MAX_OVERLOADS};
    const OperatorRow *exact;

    exact = is_prefix ? exact_operator(rows, count, NULL, right) : exact_binary(rows, count, left, right);
    if (exact)
    {
        operator_signature(exact, found);
        found->exact = true;
        return true;
    }
    for (int at = 0; at < count; at++)
        if ((rows[at].left == TY_none) == is_prefix)
            operator_signature(&rows[at], &choice.items[choice.count++]);
    return choose(types, &choice, actual, found);
}

/* Operands of the same types come again and again, and choosing takes long: what came of it is remembered. */
typedef struct Remembered
{
    const OperatorRow *rows;
    const PgType *left, *right;
    bool is_prefix, ok;
    Signature found;
} Remembered;

enum { REMEMBERED = 64 };

static Remembered *
remembered_slot(TypeTable *types, const OperatorRow *rows, const PgType *left, const PgType *right)
{
    void **slots = types_remembered(types);
    uintptr_t hash = (uintptr_t) rows / sizeof *rows * 31 + (uintptr_t) left / sizeof *left * 7 + (uintptr_t) right / sizeof *right;

    if (!*slots)
        *slots = arena_alloc(types_arena(types), REMEMBERED * sizeof(Remembered));
    return (Remembered *) *slots + hash % REMEMBERED;
}

bool
lookup_operator(TypeTable *types, const char *name, bool is_prefix, const PgType *left, const PgType *right, Signature *found)
{
    const PgType *actual[2] = {is_prefix ? right : left, right};
    const OperatorRow *rows;
    Remembered *slot;
    int count;

    if (!all_known(actual, 2))
        return false;
    ROWS_OF(operators, compare_operator, name, rows, count);
    if (!rows || count > MAX_OVERLOADS)
        return false;
    slot = remembered_slot(types, rows, left, right);
    if (slot->rows != rows || slot->left != left || slot->right != right || slot->is_prefix != is_prefix)
    {
        *slot = (Remembered) {rows, left, right, is_prefix, .ok = false};
        slot->ok = find_operator(types, rows, count, is_prefix, left, right, &slot->found);
    }
    if (slot->ok)
        *found = slot->found;
    return slot->ok;
}

bool
lookup_is_operator(const char *name)
{
    static const char *const left_out[] = {"##", "<->"};

    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (strcmp(left_out[i], name) == 0)
            return true;
    return bsearch(name, operators, COUNT_OF(operators), sizeof *operators, compare_operator) != NULL;
}

bool
lookup_array_operator(TypeTable *types, const char *name, const PgType *left, const PgType *array, Signature *found)
{
    const PgType *base = array ? type_base(array) : NULL;
    const PgType *element = base == TYPE(unknown) ? base : base ? base->element : NULL;

    if (!element || !lookup_operator(types, name, false, left, element, found))
        return false;
    /* Where the element stays as it is, so does the array (a polymorphic operator must not lose its type). */
    found->arguments[1] = found->arguments[1] == element && element != TYPE(unknown) ? array : types_array(types, found->arguments[1]);
    return true;
}

/* ---- functions ---- */

/* Add an overload if it can be called with so many arguments; VARIADIC is spread out unless the call says VARIADIC. */
static bool
add_overload(Choice *choice, const Signature *full, int defaults, const PgType *variadic, int count, bool call_is_variadic)
{
    bool spread = variadic && !call_is_variadic && count >= full->count;
    Signature *item;

    if (choice->count >= choice->room || (!spread && (count > full->count || count < full->count - defaults)))
        return false;
    if (!spread && variadic && !call_is_variadic)
        return false;
    item = &choice->items[choice->count++];
    *item = *full;
    for (int i = full->count - 1; spread && i < count; i++)
        item->arguments[i] = variadic;
    item->count = count;
    return true;
}

static bool
same_arguments(const Signature *signature, const PgType *const *actual)
{
    for (int i = 0; i < signature->count; i++)
        if (signature->arguments[i] != actual[i])
            return false;
    return true;
}

static bool
choose_function(TypeTable *types, Choice *choice, const PgType *const *actual, bool may_be_cast, Signature *found)
{
    for (int at = 0; at < choice->count; at++)
        if (same_arguments(&choice->items[at], actual))
        {
            *found = choice->items[at];
            found->exact = true;
            return fit_generic(types, found, actual);
        }
    if (may_be_cast || choice->count == 0)
        return false;
    return choose(types, choice, actual, found);
}

/* *more: there are some that not every version has; with `all` they are taken too. */
static bool
choose_builtin(TypeTable *types, const char *name, const PgType *const *arguments, int count, bool variadic, bool all, bool *more, Signature *found)
{
    Signature signatures[MAX_OVERLOADS], full;
    Choice choice = {signatures, 0, MAX_OVERLOADS};
    const FunctionRow *rows;
    int number;

    *more = false;
    ROWS_OF(functions, compare_function, name, rows, number);
    for (int at = 0; at < number; at++)
    {
        full = (Signature) {.count = rows[at].count, .result = type_at(rows[at].result), .returns_set = rows[at].returns_set, .columns = rows[at].columns};
        for (int i = 0; i < full.count; i++)
            full.arguments[i] = type_at(rows[at].arguments[i]);
        if (rows[at].everywhere || all)
            add_overload(&choice, &full, rows[at].defaults, type_at(rows[at].variadic), count, variadic);
        *more |= !rows[at].everywhere;
    }
    /* f(x) may also be a conversion to a type f. */
    return choose_function(types, &choice, arguments, count == 1 && types_find(types, "pg_catalog", name)->kind != 'x', found);
}

static bool
same_signature(const Signature *a, const Signature *b)
{
    for (int i = 0; i < a->count; i++)
        if (a->arguments[i] != b->arguments[i])
            return false;
    return a->count == b->count && a->result == b->result;
}

/* Certain when it comes out the same with the oldest version's overloads and with the newest one's. */
bool
lookup_function(TypeTable *types, const char *name, const PgType *const *arguments, int count, bool variadic, Signature *found)
{
    Signature newest;
    bool more;

    if (count > LOOKUP_ARGUMENTS || !all_known(arguments, count))
        return false;
    if (!choose_builtin(types, name, arguments, count, variadic, false, &more, found))
        return false;
    return !more || (choose_builtin(types, name, arguments, count, variadic, true, &more, &newest) && same_signature(found, &newest));
}

const PgType *
lookup_result(const char *name)
{
    const FunctionRow *rows;
    int number;

    ROWS_OF(functions, compare_function, name, rows, number);
    for (int at = 0; at < number; at++)
        if (rows[at].result != rows[0].result || *rows[at].columns)
            return NULL;
    return number && !is_polymorphic(type_at(rows[0].result)) && type_at(rows[0].result) != TYPE(record) ? type_at(rows[0].result) : NULL;
}

static bool
model_signature(TypeTable *types, const Function *function, Signature *full, int *defaults, const PgType **variadic)
{
    *full = (Signature) {.returns_set = function->returns_set, .function = function,
                         .result = function->returns ? types_of_text(types, function->returns) : NULL};
    *defaults = 0;
    *variadic = NULL;
    VEC_EACH(const Argument *, argument, &function->arguments)
    {
        if (str_eq(argument->mode, "OUT") || str_eq(argument->mode, "TABLE"))
            continue;
        if (full->count == LOOKUP_ARGUMENTS || !(full->arguments[full->count] = types_of_text(types, argument->type)))
            return false;
        if (str_eq(argument->mode, "VARIADIC"))
            *variadic = full->arguments[full->count] == TYPE(any) ? TYPE(any) : full->arguments[full->count]->element;
        *defaults += argument->value != NULL;
        full->count++;
    }
    return true;
}

bool
lookup_among(TypeTable *types, const Vec *models, const PgType *const *arguments, int count, bool variadic, Signature *found)
{
    Signature signatures[MAX_OVERLOADS], full;
    Choice choice = {signatures, 0, MAX_OVERLOADS};

    if (count > LOOKUP_ARGUMENTS || models->count > MAX_OVERLOADS || !all_known(arguments, count))
        return false;
    VEC_EACH(const Function *, function, models)
    {
        const PgType *element;
        int defaults;

        if (function->object.kind != KIND_FUNCTION || !model_signature(types, function, &full, &defaults, &element) || !all_known(full.arguments, full.count))
            return false;
        add_overload(&choice, &full, defaults, element, count, variadic);
    }
    return choose_function(types, &choice, arguments, false, found);
}
