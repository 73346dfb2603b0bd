/*
 * row_value.h -- what is known of the values of reference rows without running them.
 */
#ifndef HC_ROW_VALUE_H
#define HC_ROW_VALUE_H

#include "parser/pgnodes.h"

#include "engine/base/vec.h"

/*
 * Whether an expression gives the same whenever it is asked, and can be asked for without harm by who only plans:
 * constants, and operators, casts, look-ups and harmless functions on them. EXCLUDED.column is fixed when the column is
 * in `excluded`; NULL: there is no EXCLUDED here.
 */
bool row_value_is_fixed(Node *value, const Vec *excluded);

/* The same for a condition on the row that is there, whose columns are written with the table's name. */
bool row_condition_is_fixed(Node *condition, const Vec *excluded, const char *table);

/* EXCLUDED.column, and nothing else. */
bool row_value_is_excluded(const Node *value, const char **column);

/* Whether it mentions columns other than EXCLUDED's (outside a sub-select). */
bool row_value_mentions_row(Node *value);

/* The text that a constant stands for, however it is written: 1 and '1'::integer are alike; other SQL is returned as it is. */
const char *row_value_plain(Arena *arena, const char *sql);

#endif
