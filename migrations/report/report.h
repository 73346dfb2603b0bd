/*
 * report.h -- plans and drift in words, one file a format. Everything is told to a text: printing is the command's.
 *
 * Names and texts from blueprint and catalog are hostile: each format escapes them by its own rules, and what people read
 * on a terminal has its control characters replaced.
 */
#ifndef HC_REPORT_H
#define HC_REPORT_H

#include "engine/base/text.h"
#include "migrations/drift.h"
#include "migrations/plan_file.h"

/* What heads a report. */
typedef struct ReportHead
{
    const char *from;                              /* paths of the blueprint that is the old side, joined; NULL: a database is */
    const char *database, *host;                   /* when `from` is NULL */
    int server_version;
    const char *blueprint;                         /* the paths, joined; of a database its name and host */
    const WorkCounts *counts;
    const Account *account;                        /* NULL: none was made */
} ReportHead;

typedef struct PlanView
{
    const ReportHead *head;
    const Plan *plan;
    unsigned allowed;                              /* hazards, as bits */
    bool colour, verbose;                          /* verbose: the SQL of each step too */
} PlanView;

ReportHead report_head(Arena *arena, const Work *work);
const char *report_server(Arena *arena, int server_version);       /* "15.20" */
const char *report_number(Arena *arena, int64_t number);           /* "1,204" */
const char *report_size(Arena *arena, int64_t bytes);              /* "2.1 GB" */
const char *report_count(Arena *arena, size_t count, const char *noun);        /* "1 step", "3 steps" */
const char *report_rungs(Arena *arena, const WorkCounts *counts);  /* "expressions: 97 equal as trees, ..." */
const char *report_unclaimed(Arena *arena, const WorkCounts *counts);          /* "2 publications, 1 event trigger"; NULL: there is nothing */
const char *report_safe(Arena *arena, const char *text);           /* control characters but line ends and tabs as "?" */

const char *report_plan_text(Arena *arena, const PlanView *view);
const char *report_plan_file_text(Arena *arena, const PlanFile *file, bool verbose);   /* a saved plan: its steps, a line each */
const char *report_plan_sql(Arena *arena, const PlanFile *file);   /* for psql; the same for the same changes */

/* "objects of the database: 120 managed, ...", and a line for each that hcmigrate does not know, and each property; "" without an account. */
const char *report_account(Arena *arena, const Account *account);

const char *report_drift_text(Arena *arena, const ReportHead *head, const DriftList *list);
bool report_drift_json(Arena *arena, const ReportHead *head, const DriftList *list, const char **text, Error *err);
const char *report_drift_junit(Arena *arena, const ReportHead *head, const DriftList *list);
const char *report_drift_github(Arena *arena, const ReportHead *head, const DriftList *list);

#endif
