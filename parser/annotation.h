/*
 * annotation.h -- comments that tell what no SQL statement can: "-- hc:WORD text".
 *
 * An annotation stands on a line of its own right above what it is for; other comments may stand between, blank lines may
 * not. What it is for is whatever begins with the next token: a statement, or inside one a column, a constraint, a label of
 * an enum, an attribute of a composite type. parser/split.c finds the comments, parse_add() hands those above an object to
 * annotation_take(); what is no object of its own asks with annotation_at(). Whatever nobody took in the end is an error: a
 * word that nobody knows, or a place where it means nothing. docs/annotations.md is for the people who write them.
 */
#ifndef HC_ANNOTATION_H
#define HC_ANNOTATION_H

#include "parser/parse.h"

/* The annotation with this word above the token at `location` of the statement (-1: above the statement); NULL: none. Counts as taken. */
const Annotation *annotation_at(const Statement *statement, int location, const char *word);

/*
 * Those above a part of an object that is no object itself (a label, an attribute, an output column), at `location`: its name
 * is `part`. A rename becomes a wish of the model.
 */
void annotation_part(Parse *parse, const Statement *statement, int location, Object *object, const char *part);

/* Where the labels of CREATE TYPE ... AS ENUM stand, which the tree doesn't tell: int *, one a label. */
void annotation_labels(Parse *parse, const Statement *statement, Vec *locations);

/* Those above the object that a statement just made, at `location`; those above the statement are for the first that it makes. */
void annotation_take(Parse *parse, const Statement *statement, int location, Object *object);

/* hc:allow above a statement that drops something: may happen to the object with this key. */
void annotation_allow_drop(Parse *parse, const Statement *statement, const char *key);

/* Complain of those that nobody took. Call it when all statements were read. */
void annotation_finish(Parse *parse, const Vec *statements);

/* ---- parser/once.c: -- hc:run-once NAME ---- */

bool is_run_once(const Statement *statement);
Outcome once_read(Parse *parse, const Statement *statement, Node *node);

#endif
