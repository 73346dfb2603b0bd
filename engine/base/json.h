/*
 * json.h -- the one door to jansson: JSON values on an arena, and structs as JSON by table.
 *
 * Numbers are whole (int64_t): nothing here needs others, and a fraction in a file that we read is an error. Members of
 * an object keep the order in which they were set. Text must be UTF-8: json_write() fails where it isn't.
 *
 * A table of fields says once how a struct looks in JSON; json_of_struct() and json_to_struct() both go by it, and the
 * latter is strict: a member that is unknown, missing, double or of another type is an error that says where.
 *
 *     static const JsonField place_fields[] = {
 *         JSON_FIELD(Place, file, TEXT_OR_NULL),
 *         JSON_FIELD(Place, line, INT),
 *         {0}
 *     };
 *     TRY(json_read(arena, "plan.json", data, length, &json, err));
 *     TRY(json_to_struct(arena, place_fields, json, "plan.json", &place, err));
 */
#ifndef HC_JSON_H
#define HC_JSON_H

#include "engine/base/error.h"
#include "engine/base/vec.h"

typedef enum JsonType { JSON_IS_NULL, JSON_IS_BOOL, JSON_IS_INT, JSON_IS_TEXT, JSON_IS_ARRAY, JSON_IS_OBJECT } JsonType;

typedef struct Json
{
    JsonType type;
    bool boolean;
    int64_t number;
    const char *text;
    Vec items;                                     /* of an array: Json *; of an object: JsonMember * */
} Json;

typedef struct JsonMember
{
    const char *name;
    Json *value;
} JsonMember;

Json *json_new(Arena *arena, JsonType type);       /* empty, 0, false; JSON_IS_TEXT: "" */
Json *json_new_text(Arena *arena, const char *text);                /* NULL gives null */
Json *json_new_int(Arena *arena, int64_t number);
Json *json_new_bool(Arena *arena, bool boolean);
void json_put(Arena *arena, Json *object, const char *name, Json *value);      /* the name must be new in the object */
void json_put_text(Arena *arena, Json *object, const char *name, const char *text);
void json_put_int(Arena *arena, Json *object, const char *name, int64_t number);
void json_add(Arena *arena, Json *array, Json *value);
Json *json_member(const Json *object, const char *name);            /* NULL: no such, or not an object */

/* Pretty: two spaces, a line each, and a line end at the end. Otherwise one line, which is the canonical form: same value, same bytes. */
bool json_write(Arena *arena, const Json *json, bool pretty, const char **text, Error *err);

/* The whole text must be one value; `name` stands before messages ("plan.json:3:14: ..."). */
bool json_read(Arena *arena, const char *name, const char *text, size_t length, Json **json, Error *err);

typedef enum JsonFieldType
{
    JSON_FIELD_BOOL,                               /* bool */
    JSON_FIELD_INT,                                /* int64_t */
    JSON_FIELD_TEXT,                               /* const char *, never NULL */
    JSON_FIELD_TEXT_OR_NULL,                       /* const char * */
    JSON_FIELD_TEXTS,                              /* Vec of const char * */
    JSON_FIELD_STRUCT,                             /* a struct inside the struct */
    JSON_FIELD_LIST                                /* Vec of pointers to structs */
} JsonFieldType;

typedef struct JsonField
{
    const char *name;                              /* NULL ends a table */
    JsonFieldType type;
    size_t offset;
    const struct JsonField *items;                 /* STRUCT and LIST */
    size_t size;                                   /* LIST: of one item's struct */
    const char *word;                              /* LIST: what messages call an item ("step"), followed by its number */
} JsonField;

#define JSON_FIELD(Struct, member, TYPE) {#member, JSON_FIELD_##TYPE, offsetof(Struct, member), NULL, 0, NULL}
#define JSON_FIELD_INSIDE(Struct, member, fields) {#member, JSON_FIELD_STRUCT, offsetof(Struct, member), fields, 0, NULL}
#define JSON_FIELD_ITEMS(Struct, member, fields, Item, word) {#member, JSON_FIELD_LIST, offsetof(Struct, member), fields, sizeof(Item), word}

Json *json_of_struct(Arena *arena, const JsonField *fields, const void *item);
/* `what` stands before messages: "plan.json: step 3". Texts of the struct are those of `json`. */
bool json_to_struct(Arena *arena, const JsonField *fields, const Json *json, const char *what, void *item, Error *err);

#endif
