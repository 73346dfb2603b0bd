/*
 * parsed.h -- for tests: a text as a model, and what the parser finds wrong with one.
 */
#ifndef HC_TEST_PARSED_H
#define HC_TEST_PARSED_H

#include "parser/parser.h"

/* Fails the test, and shows the findings, when there is an error. CURRENT_USER is "me". */
Model *parsed(Arena *arena, const char *sql);

/* The first finding's message; fails the test when there is none. */
const char *parsed_complaint(Arena *arena, const char *sql);

/* An object that must be there. */
void *parsed_object(const Model *model, Kind kind, const char *schema, const char *parent, const char *name);

#endif
