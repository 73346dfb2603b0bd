/*
 * settings.h -- values of configuration parameters that a database or a role starts its sessions with: ALTER DATABASE SET, ALTER ROLE
 * [IN DATABASE] SET (https://www.postgresql.org/docs/current/sql-alterrole.html), and how SET is written, which functions have too.
 *
 * One object for each row of pg_db_role_setting that is about this database or about all. What the blueprint does not mention is managed when it creates
 * the role; settings of the database, and of other roles in it, with --manage settings; what holds for all databases never.
 */
#ifndef HC_SETTINGS_H
#define HC_SETTINGS_H

#include "engine/model/field.h"

typedef struct Settings
{
    Object object;                                 /* name: "role x", "role x in database", "database", "all roles" */
    const char *role, *database;                   /* NULL: all of them */
    Vec values;                                    /* "name=value" as pg_db_role_setting.setconfig has it, the name in lower case; sorted */
} Settings;

Settings *settings_make(Arena *arena, const char *role, const char *database);

/* "name=value" as SET writes it: "search_path TO 'app', 'public'". */
const char *setting_sql(Arena *arena, const char *setting);
/* Whether a parameter is a list of names, each quoted on its own: "search_path" and a few more. */
bool setting_is_list(const char *name);

#endif
