#include "engine/model/secret.h"

#include <setjmp.h>
#include <cmocka.h>

static void
names_tell(void **state)
{
    static const char *const secrets[] = {"password=x", "PassWord=x", "sslpassword=", "passcode=1=2", "aws_secret_access_key=k", "api_key=k", "oauth_client_secret=s",
                                          "scram_client_key=k", "auth_token"};
    static const char *const others[] = {"user=password", "password_required=false", "passfile=/p", "sslkey=/k", "key=true", "aws_access_key_id=k",
                                         "credentials_file=/f", "host=x", ""};

    (void) state;
    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        assert_true(secret_is(secrets[i]));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_false(secret_is(others[i]));
}

static void
only_the_value_is_masked(void **state)
{
    Arena *arena = arena_new();

    (void) state;
    assert_string_equal(secret_mask(arena, "password=a=b"), "password=" SECRET_MASK);
    assert_string_equal(secret_mask(arena, "user=a"), "user=a");
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_tell),
        cmocka_unit_test(only_the_value_is_masked),
    };

    return cmocka_run_group_tests_name("what is a secret", tests, NULL, NULL);
}
