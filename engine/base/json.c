#include "engine/base/json.h"

#include <jansson.h>
#include <stdlib.h>

/* jansson's own limit (JSON_PARSER_MAX_DEPTH), so that whatever was read can be walked. */
enum { DEPTH_MAX = 2048 };

Json *
json_new(Arena *arena, JsonType type)
{
    Json *json = arena_make(arena, Json);

    json->type = type;
    json->text = "";
    return json;
}

Json *
json_new_text(Arena *arena, const char *text)
{
    Json *json = json_new(arena, text ? JSON_IS_TEXT : JSON_IS_NULL);

    if (text)
        json->text = text;
    return json;
}

Json *
json_new_int(Arena *arena, int64_t number)
{
    Json *json = json_new(arena, JSON_IS_INT);

    json->number = number;
    return json;
}

Json *
json_new_bool(Arena *arena, bool boolean)
{
    Json *json = json_new(arena, JSON_IS_BOOL);

    json->boolean = boolean;
    return json;
}

void
json_put(Arena *arena, Json *object, const char *name, Json *value)
{
    JsonMember *member = arena_make(arena, JsonMember);

    *member = (JsonMember) {name, value};
    vec_add(arena, &object->items, member);
}

void
json_put_text(Arena *arena, Json *object, const char *name, const char *text)
{
    json_put(arena, object, name, json_new_text(arena, text));
}

void
json_put_int(Arena *arena, Json *object, const char *name, int64_t number)
{
    json_put(arena, object, name, json_new_int(arena, number));
}

void
json_add(Arena *arena, Json *array, Json *value)
{
    vec_add(arena, &array->items, value);
}

Json *
json_member(const Json *object, const char *name)
{
    if (object->type == JSON_IS_OBJECT)
        VEC_EACH(JsonMember *, member, &object->items)
            if (strcmp(member->name, name) == 0)
                return member->value;
    return NULL;
}

/* ---- writing ---- */

/* NULL where a text is no UTF-8. */
static json_t *
to_jansson(const Json *json)
{
    json_t *made = NULL;
    bool ok = true;

    switch (json->type)
    {
        case JSON_IS_NULL:
            return json_null();
        case JSON_IS_BOOL:
            return json_boolean(json->boolean);
        case JSON_IS_INT:
            return json_integer((json_int_t) json->number);
        case JSON_IS_TEXT:
            return json_string(json->text);
        case JSON_IS_ARRAY:
            made = json_array();
            VEC_EACH(const Json *, item, &json->items)
                ok = ok && json_array_append_new(made, to_jansson(item)) == 0;
            break;
        case JSON_IS_OBJECT:
            made = json_object();
            VEC_EACH(const JsonMember *, member, &json->items)
                ok = ok && json_object_set_new(made, member->name, to_jansson(member->value)) == 0;
            break;
    }
    if (!ok)
        json_decref(made);
    return ok ? made : NULL;
}

bool
json_write(Arena *arena, const Json *json, bool pretty, const char **text, Error *err)
{
    json_t *theirs = to_jansson(json);
    char *dumped;

    if (!theirs)
        return error_set(err, arena, ERR_FAILED, "a text can't be written as JSON: it is not UTF-8");
    dumped = json_dumps(theirs, JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT));
    json_decref(theirs);
    if (!dumped)
        BUG("out of memory");
    *text = pretty ? arena_printf(arena, "%s\n", dumped) : arena_copy(arena, dumped);
    free(dumped);
    return true;
}

/* ---- reading ---- */

static Json *
from_jansson(Arena *arena, json_t *theirs)
{
    Json *json, *value;
    const char *name;
    json_t *item;
    size_t at;

    switch (json_typeof(theirs))
    {
        case JSON_NULL:
            return json_new(arena, JSON_IS_NULL);
        case JSON_TRUE:
        case JSON_FALSE:
            return json_new_bool(arena, json_is_true(theirs));
        case JSON_INTEGER:
            return json_new_int(arena, (int64_t) json_integer_value(theirs));
        case JSON_REAL:
            return NULL;
        case JSON_STRING:
            return json_new_text(arena, arena_copy(arena, json_string_value(theirs)));
        case JSON_ARRAY:
            json = json_new(arena, JSON_IS_ARRAY);
            json_array_foreach(theirs, at, item)
            {
                if (!(value = from_jansson(arena, item)))
                    return NULL;
                json_add(arena, json, value);
            }
            return json;
        case JSON_OBJECT:
            json = json_new(arena, JSON_IS_OBJECT);
            json_object_foreach(theirs, name, item)
            {
                if (!(value = from_jansson(arena, item)))
                    return NULL;
                json_put(arena, json, arena_copy(arena, name), value);
            }
            return json;
    }
    BUG("JSON type %d", json_typeof(theirs));
}

bool
json_read(Arena *arena, const char *name, const char *text, size_t length, Json **json, Error *err)
{
    json_error_t problem;
    json_t *theirs = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);

    _Static_assert(JSON_PARSER_MAX_DEPTH <= DEPTH_MAX, "from_jansson() recurses");
    if (!theirs)
        return error_set(err, arena, ERR_FAILED, "%s:%d:%d: not valid JSON: %s", name, problem.line, problem.column, problem.text);
    *json = from_jansson(arena, theirs);
    json_decref(theirs);
    return *json || error_set(err, arena, ERR_FAILED, "%s: a number with a fraction", name);
}

/* ---- structs ---- */

#define AT(Type, item, field) (*(Type *) ((char *) (item) + (field)->offset))
#define CONST_AT(Type, item, field) (*(Type const *) ((const char *) (item) + (field)->offset))

static Json *
field_json(Arena *arena, const JsonField *field, const void *item)
{
    Json *array;

    switch (field->type)
    {
        case JSON_FIELD_BOOL:
            return json_new_bool(arena, CONST_AT(bool, item, field));
        case JSON_FIELD_INT:
            return json_new_int(arena, CONST_AT(int64_t, item, field));
        case JSON_FIELD_TEXT:
        case JSON_FIELD_TEXT_OR_NULL:
            return json_new_text(arena, CONST_AT(char *, item, field));
        case JSON_FIELD_STRUCT:
            return json_of_struct(arena, field->items, (const char *) item + field->offset);
        case JSON_FIELD_TEXTS:
            array = json_new(arena, JSON_IS_ARRAY);
            VEC_EACH(const char *, text, &CONST_AT(Vec, item, field))
                json_add(arena, array, json_new_text(arena, text));
            return array;
        case JSON_FIELD_LIST:
            array = json_new(arena, JSON_IS_ARRAY);
            VEC_EACH(const void *, part, &CONST_AT(Vec, item, field))
                json_add(arena, array, json_of_struct(arena, field->items, part));
            return array;
    }
    BUG("JSON field type %d", field->type);
}

Json *
json_of_struct(Arena *arena, const JsonField *fields, const void *item)
{
    Json *object = json_new(arena, JSON_IS_OBJECT);

    for (const JsonField *field = fields; field->name; field++)
        json_put(arena, object, field->name, field_json(arena, field, item));
    return object;
}

static bool
wrong_type(Arena *arena, const char *what, const char *name, const char *wanted, const Json *json, Error *err)
{
    static const char *const words[] = {"null", "true or false", "a number", "a text", "a list", "an object"};

    return error_set(err, arena, ERR_FAILED, "%s: \"%s\" must be %s, not %s", what, name, wanted, words[json->type]);
}

static bool
read_texts(Arena *arena, const JsonField *field, const Json *json, const char *what, Vec *texts, Error *err)
{
    if (json->type != JSON_IS_ARRAY)
        return wrong_type(arena, what, field->name, "a list", json, err);
    VEC_EACH(const Json *, part, &json->items)
    {
        if (part->type != JSON_IS_TEXT)
            return wrong_type(arena, what, field->name, "a list of texts", part, err);
        vec_add(arena, texts, part->text);
    }
    return true;
}

static bool
read_list(Arena *arena, const JsonField *field, const Json *json, const char *what, Vec *list, Error *err)
{
    if (json->type != JSON_IS_ARRAY)
        return wrong_type(arena, what, field->name, "a list", json, err);
    VEC_EACH(const Json *, part, &json->items)
    {
        void *item = arena_alloc(arena, field->size);

        vec_add(arena, list, item);
        TRY(json_to_struct(arena, field->items, part, arena_printf(arena, "%s: %s %u", what, field->word, list->count), item, err));
    }
    return true;
}

static bool
read_field(Arena *arena, const JsonField *field, const Json *json, const char *what, void *item, Error *err)
{
    switch (field->type)
    {
        case JSON_FIELD_BOOL:
            if (json->type != JSON_IS_BOOL)
                return wrong_type(arena, what, field->name, "true or false", json, err);
            AT(bool, item, field) = json->boolean;
            return true;
        case JSON_FIELD_INT:
            if (json->type != JSON_IS_INT)
                return wrong_type(arena, what, field->name, "a number", json, err);
            AT(int64_t, item, field) = json->number;
            return true;
        case JSON_FIELD_TEXT:
        case JSON_FIELD_TEXT_OR_NULL:
            if (json->type != JSON_IS_TEXT && (json->type != JSON_IS_NULL || field->type == JSON_FIELD_TEXT))
                return wrong_type(arena, what, field->name, field->type == JSON_FIELD_TEXT ? "a text" : "a text or null", json, err);
            AT(const char *, item, field) = json->type == JSON_IS_TEXT ? json->text : NULL;
            return true;
        case JSON_FIELD_STRUCT:
            return json_to_struct(arena, field->items, json, arena_printf(arena, "%s: %s", what, field->name),
                                  (char *) item + field->offset, err);
        case JSON_FIELD_TEXTS:
            return read_texts(arena, field, json, what, &AT(Vec, item, field), err);
        case JSON_FIELD_LIST:
            return read_list(arena, field, json, what, &AT(Vec, item, field), err);
    }
    BUG("JSON field type %d", field->type);
}

static bool
is_field(const JsonField *fields, const char *name)
{
    for (; fields->name; fields++)
        if (strcmp(fields->name, name) == 0)
            return true;
    return false;
}

bool
json_to_struct(Arena *arena, const JsonField *fields, const Json *json, const char *what, void *item, Error *err)
{
    if (json->type != JSON_IS_OBJECT)
        return error_set(err, arena, ERR_FAILED, "%s: not a JSON object", what);
    VEC_EACH(const JsonMember *, member, &json->items)
        if (!is_field(fields, member->name))
            return error_set(err, arena, ERR_FAILED, "%s: unknown field \"%s\"", what, member->name);
    for (const JsonField *field = fields; field->name; field++)
    {
        const Json *value = json_member(json, field->name);

        if (!value)
            return error_set(err, arena, ERR_FAILED, "%s: the field \"%s\" is missing", what, field->name);
        TRY(read_field(arena, field, value, what, item, err));
    }
    return true;
}
