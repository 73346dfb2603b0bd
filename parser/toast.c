/* Whether a table has a TOAST table, and so anywhere to keep options "toast.x": needs_toast_table() of access/common/toast. */
#include "parser/table.h"

#include "engine/kinds/column_type.h"

enum { BYTES_A_CHARACTER = 4, FIXED_LENGTH = 16, THRESHOLD = 2032, UNKNOWN = -1 };

/* type_maximum_size(); fixed lengths are taken to be the largest there is, which no table that matters notices. */
static int64_t
maximum_size(const TypeParts *type)
{
    if (type->array || type->mods[0] < 0)
        return UNKNOWN;
    if (strcmp(type->base, "character varying") == 0 || strcmp(type->base, "character") == 0)
        return type->mods[0] * BYTES_A_CHARACTER + 4;
    if (strcmp(type->base, "numeric") == 0)
        return 12 + (type->mods[0] + 7) / 4 * 2;
    if (strcmp(type->base, "bit") == 0 || strcmp(type->base, "bit varying") == 0)
        return type->mods[0] / 8 + 9;
    return UNKNOWN;
}

static bool
has_toast(Parse *parse, const Table *table)
{
    int64_t length = 0;
    bool toastable = false, unknown = false;

    if (table->partition_key)
        return false;
    VEC_EACH(const Column *, column, &table->object.children)
    {
        TypeParts type;
        int64_t size;

        if (column->object.kind != KIND_COLUMN)
            continue;
        type = type_parts(parse->arena, column->type);
        if (strcmp(type_storage(parse->arena, parse->model, column->type), "PLAIN") == 0)
        {
            length += FIXED_LENGTH;
            continue;
        }
        size = maximum_size(&type);
        unknown |= size == UNKNOWN;
        length += size == UNKNOWN ? 0 : size;
        toastable |= !column->storage || strcmp(column->storage, "PLAIN") != 0;
    }
    return toastable && (unknown || length > THRESHOLD);
}

void
toast_finish(Parse *parse, Table *table)
{
    for (size_t i = table->options.count; i-- > 0;)
        if (strncmp(vec_at(&table->options, i), "toast.", strlen("toast.")) == 0 && !has_toast(parse, table))
            vec_remove_at(&table->options, i);
}
