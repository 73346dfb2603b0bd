/*
 * replace.h -- which CREATE counts when a view, routine, trigger or rule is made twice and OR REPLACE is said.
 *
 * As with psql, a plain CREATE gives way to a CREATE OR REPLACE of the same, which can only come after it, and of two OR REPLACE
 * in one file the later one counts; a warning tells what gave way. Two in different files stay an error, since nothing tells which file is the later one. What
 * DROP, RENAME and SET SCHEMA are about is left alone: what stands before them may be another object.
 */
#ifndef HC_REPLACE_H
#define HC_REPLACE_H

#include "parser/parse.h"

typedef struct Replacements
{
    Map sorts[4];                                  /* what is made: its own */
} Replacements;

void replace_init(Replacements *replacements, Arena *arena);

/* Each statement in source order; sets `done` of those that another takes the place of. */
void replace_note(Parse *parse, Replacements *replacements, Statement *statement, const Node *node);

#endif
