/*
 * source.h -- files and folders become statements.
 *
 * A folder stands for every *.sql file below it, in byte order of their paths; names that begin with a dot are left
 * out. A file that another one of them includes (\i, \ir) is read there and only there. Paths of includes are relative
 * to the file they stand in. A byte order mark is skipped; text that is not UTF-8 is an error. Everything that can't be
 * read is a finding with its place; reading goes on.
 */
#ifndef HC_SOURCE_H
#define HC_SOURCE_H

#include "parser/statement.h"

/* `places` keeps the names of files, for as long as a place is told. */
void source_read(Arena *arena, Arena *places, const Vec *paths, Findings *findings, Vec *statements);
void source_text(Arena *arena, Arena *places, const char *name, const char *sql, Findings *findings, Vec *statements);

/* Statements that a syntax error at `location` of this one hid, for the sake of their own errors. */
void source_rest(Arena *arena, const Statement *statement, int location, Findings *findings, Vec *statements);

#endif
