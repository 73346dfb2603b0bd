/*
 * parser.h -- a blueprint of SQL files becomes a Model. What other folders see of parser/.
 */
#ifndef HC_PARSER_H
#define HC_PARSER_H

#include "engine/model/model.h"
#include "parser/names.h"

typedef struct ParseOptions
{
    const Names *live;                             /* names that the live database knows (extension members ...); NULL: none */
    int server_version;                            /* 150008; 0: not known. Syntax the server lacks is a finding */
    const char *database;                          /* that is connected to; NULL: not known, and any name is its */
    const char *role;                              /* for CURRENT_USER as an owner or grantee; NULL: not known */
    bool texts;                                    /* parse_texts() will be asked: what it gives stays as long as the model */
} ParseOptions;

/*
 * Read files and folders (every *.sql below, in byte order of their paths) into a model. All findings are gathered;
 * false when there is at least one error among them. `model` is complete and finished only when true.
 */
bool parse_blueprint(Arena *arena, const Vec *paths, const ParseOptions *options, Model **model, Findings *findings);

/*
 * The same in two halves: the blueprint is read while the caller does something else. Until parse_end(), what was given to
 * parse_begin() belongs to the parser: give it an arena and findings of its own.
 */
typedef struct ParseJob ParseJob;
ParseJob *parse_begin(Arena *arena, const Vec *paths, const ParseOptions *options, Findings *findings);
void parse_wait(ParseJob *job);                    /* until it is done; parse_end() is still to be called */
bool parse_end(ParseJob *job, Model **model);
/* After parse_end(): what canon_follow() and canon_all() want, for a model whose objects are to be renamed. */
void parse_texts(ParseJob *job, Names **names, Vec **pending);

/* The same for a text; `name` stands in the findings. For tests and for statements that the server sent. */
bool parse_text(Arena *arena, const char *name, const char *sql, const ParseOptions *options, Model **model, Findings *findings);

const char *parser_version(void);                  /* "17.4": PostgreSQL version of the linked parser */
int parser_version_number(void);                   /* 170004 */

#endif
