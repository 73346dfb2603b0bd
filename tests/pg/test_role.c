/* Roles, memberships, settings and the database itself: what the blueprint says of them is managed, all others are left alone. */
#include "tests/support/cluster.h"
#include "tests/support/hcmigrate.h"

#include <setjmp.h>
#include <cmocka.h>

static const char roles_query[] =
    "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolconnlimit, extract(epoch FROM nullif(rolvaliduntil, 'infinity'))::int8,"
    " shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname LIKE 'r\\_%' ORDER BY 1";
static const char members_query[] =
    "SELECT r.rolname, m.rolname, a.admin_option FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid JOIN pg_roles m ON m.oid = a.member"
    " WHERE m.rolname LIKE 'r\\_%' ORDER BY 1, 2";

static const char first[] =
    "CREATE ROLE r_reader;\n"
    "CREATE USER r_writer CONNECTION LIMIT 5 VALID UNTIL '2030-01-31 12:00:00.500+02' IN ROLE r_reader;\n"
    "CREATE GROUP r_admins WITH CREATEROLE NOINHERIT;\n"
    "ALTER ROLE r_reader CREATEDB;\n"
    "ALTER GROUP r_admins ADD USER r_writer;\n"
    "GRANT r_reader TO r_admins WITH ADMIN OPTION;\n"
    "GRANT pg_monitor TO r_writer;\n"
    "COMMENT ON ROLE r_reader IS 'reads';\n"
    "ALTER ROLE r_reader SET search_path = app, \"$user\";\n"
    "CREATE SCHEMA app AUTHORIZATION r_writer;\n";

static const char second[] =
    "CREATE ROLE r_reader LOGIN;\n"
    "CREATE ROLE r_writer;\n"
    "CREATE ROLE r_admins CREATEROLE NOINHERIT;\n"
    "GRANT r_reader TO r_admins;\n"
    "CREATE SCHEMA app AUTHORIZATION r_reader;\n";

static void
drop_all(Arena *arena, const char *db)
{
    cluster_sql(arena, db, "DROP SCHEMA IF EXISTS app; DROP ROLE IF EXISTS r_reader, r_writer, r_admins, r_guest, r_other");
}

/* Made by a plan, and made by psql: the same. */
static void
made_and_changed_as_psql_would(void **state)
{
    const char *db = cluster_db(*state, "roles");
    const char *one = test_file(*state, "first.sql", first), *two = test_file(*state, "second.sql", second);
    const char *roles[2], *members[2];

    drop_all(*state, db);
    cluster_load(*state, db, one);
    roles[0] = cluster_query(*state, db, roles_query);
    members[0] = cluster_query(*state, db, members_query);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, one);
    drop_all(*state, db);
    cluster_load(*state, db, two);
    roles[1] = cluster_query(*state, db, roles_query);
    members[1] = cluster_query(*state, db, members_query);
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, two);
    drop_all(*state, db);
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, one);
    assert_string_equal(cluster_query(*state, db, roles_query), roles[0]);
    assert_string_equal(cluster_query(*state, db, members_query), members[0]);
    hcmigrate_must(*state, 3, "apply", "--yes", "-d", db, two);
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "changes-privileges", "--manage", "roles", "-d", db, two);
    assert_string_equal(cluster_query(*state, db, roles_query), roles[1]);
    assert_string_equal(cluster_query(*state, db, members_query), members[1]);
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_db_role_setting"), "0");
    drop_all(*state, db);
}

/* Other applications' roles are nobody's business, whatever is asked for; only DROP ROLE and --allow make one go. */
static void
others_are_left_alone(void **state)
{
    const char *db = cluster_db(*state, "roles");
    const char *own = test_file(*state, "own.sql", "CREATE ROLE r_reader;");
    const char *drop = test_file(*state, "drop.sql", "CREATE ROLE r_reader;\nDROP ROLE IF EXISTS r_guest;\nDROP ROLE IF EXISTS r_reader;");

    drop_all(*state, db);
    cluster_sql(*state, db, "CREATE ROLE r_reader; CREATE ROLE r_guest; CREATE ROLE r_other; GRANT r_other TO r_guest; GRANT r_reader TO r_guest;"
                            "ALTER ROLE r_guest SET work_mem = '8MB'");
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, own);
    hcmigrate_must(*state, 2, "plan", "--exit-code", "--manage", "roles", "-d", db, own);      /* r_guest in r_reader */
    hcmigrate_must(*state, 0, "apply", "--yes", "--manage", "all", "--allow", "all", "-d", db, own);
    assert_string_equal(cluster_query(*state, db, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'r\\_%'"), "3");
    assert_string_equal(cluster_query(*state, db, members_query), "r_other|r_guest|f");
    assert_says(hcmigrate_must(*state, 3, "apply", "--yes", "--allow", "changes-privileges", "-d", db, drop).err, "drop-role");
    hcmigrate_must(*state, 0, "apply", "--yes", "--allow", "changes-privileges,drop_role", "-d", db, drop);
    assert_string_equal(cluster_query(*state, db, "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'r\\_%'"), "r_other r_reader");
    hcmigrate_must(*state, 0, "plan", "--exit-code", "-d", db, drop);
    drop_all(*state, db);
}

static void
only_this_database_is_meant(void **state)
{
    const char *db = cluster_db(*state, "roles");
    const char *path = test_file(*state, "databases.sql", "ALTER DATABASE roles SET work_mem = '8MB';\nALTER DATABASE elsewhere SET work_mem = '9MB';\n"
                                                          "GRANT CREATE ON DATABASE roles TO PUBLIC;\nREVOKE TEMP ON DATABASE roles FROM PUBLIC;\n");
    Ran ran = hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, path, "--allow", "changes-privileges");

    assert_says(ran.err, "databases.sql:2:1: warning: this is about the database \"elsewhere\", not about \"roles\"");
    assert_says(cluster_query(*state, db, "SELECT datacl FROM pg_database WHERE datname = 'roles'"), "{=Cc/");
    assert_string_equal(cluster_query(*state, db, "SHOW work_mem"), "8MB");
}

static void
passwords_are_nowhere(void **state)
{
    const char *db = cluster_db(*state, "roles");
    const char *path = test_file(*state, "password.sql", "CREATE ROLE r_reader LOGIN PASSWORD 'swordfish';");
    const char *plan = arena_printf(*state, "%s/plan.json", test_folder(*state));
    Ran ran;

    drop_all(*state, db);
    ran = hcmigrate_must(*state, 0, "plan", "-v", "-o", plan, "-d", db, path);
    assert_null(strstr(ran.out, "swordfish"));
    assert_null(strstr(ran.err, "swordfish"));
    assert_int_equal(run_program(*state, NULL, (const char *[]) {"grep", "-q", "swordfish", plan, NULL}).status, 1);
    hcmigrate_must(*state, 0, "apply", "--yes", "-d", db, plan);
    cluster_sql(*state, db, "ALTER ROLE r_reader PASSWORD 'another'");
    assert_says(hcmigrate_must(*state, 0, "drift", "-d", db, path).out, "in sync");
    drop_all(*state, db);
}

static int
set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int
tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_and_changed_as_psql_would, set_up, tear_down),
        cmocka_unit_test_setup_teardown(others_are_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_this_database_is_meant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(passwords_are_nowhere, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
