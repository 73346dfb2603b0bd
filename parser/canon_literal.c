/*
 * How the server prints a literal of a type, for the spellings that are plain: the output functions in utils/adt. Whatever
 * depends on a setting (TimeZone, DateStyle) or takes more than a glance is left as it is written.
 */
#include "parser/canon_walk.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static char *
text_printf(const char *format, ...)
{
    enum { SIZE = 64 };
    char *text = palloc(SIZE);
    va_list args;

    va_start(args, format);
    vsnprintf(text, SIZE, format, args);
    va_end(args);
    return text;
}

/* ---- numbers ---- */

bool
literal_is_integer(const char *text, bool *fits_int4, bool *fits_int8)
{
    const char *digits = text + (*text == '-');
    size_t length = strspn(digits, "0123456789");
    long long value;

    if (length == 0 || digits[length] || length > 19)
        return false;
    errno = 0;
    value = strtoll(text, NULL, 10);
    *fits_int8 = errno == 0;
    *fits_int4 = *fits_int8 && value >= INT32_MIN && value <= INT32_MAX;
    return true;
}

/* The digits of a decimal number, with the point moved by its exponent. */
const char *
literal_number(const char *text)
{
    enum { MAX_DIGITS = 400 };
    const char *at = text;
    char digits[MAX_DIGITS], *out, *to;
    int count = 0, point = 0, start = 0, scale;
    bool negative = *at == '-', seen_point = false, any = false, zero = true;

    if (*at == '-' || *at == '+')
        at++;
    for (; isdigit((unsigned char) *at) || (*at == '.' && !seen_point); at++)
    {
        if (*at == '.')
        {
            seen_point = true;
            continue;
        }
        if (count == MAX_DIGITS)
            return NULL;
        any = true;
        zero = zero && *at == '0';
        digits[count++] = *at;
        point += !seen_point;
    }
    scale = count - point;
    if (any && (*at == 'e' || *at == 'E'))
    {
        char *end;
        long exponent = strtol(at + 1, &end, 10);

        if (end == at + 1 || *end || exponent < -300 || exponent > 300)
            return NULL;
        at = end;
        point += (int) exponent;
        scale -= (int) exponent;
    }
    if (!any || *at)
        return NULL;
    if (scale < 0)
        scale = 0;
    if (zero)                                      /* of any length, and however it is moved */
        point = 1;
    while (start < count && digits[start] == '0' && start < point - 1)
        start++;
    to = out = palloc(2 * MAX_DIGITS + 1000);
    if (negative && !zero)
        *to++ = '-';
    if (point <= 0)
        *to++ = '0';
    for (int i = start; i < point; i++)
        *to++ = i < count ? digits[i] : '0';
    if (scale > 0)
        *to++ = '.';
    for (int i = point; i < point + scale; i++)
        *to++ = i >= 0 && i < count ? digits[i] : '0';
    *to = '\0';
    return out;
}

/* ---- dates and times: only ISO 8601 order, which no setting changes ---- */

typedef struct Moment
{
    int year, month, day, hour, minute, second;
    char fraction[8];                              /* digits without trailing zeros */
    bool has_time;
} Moment;

static bool
take_digits(const char **at, int least, int most, int *value)
{
    int count = 0;

    *value = 0;
    while (count < most && isdigit((unsigned char) **at))
    {
        *value = *value * 10 + (*(*at)++ - '0');
        count++;
    }
    return count >= least && !isdigit((unsigned char) **at);
}

static bool
take_fraction(const char **at, char *fraction)
{
    int count = 0;

    fraction[0] = '\0';
    if (**at != '.')
        return true;
    for ((*at)++; isdigit((unsigned char) **at); (*at)++)
    {
        if (count == 6)
            return false;
        fraction[count++] = **at;
    }
    while (count > 0 && fraction[count - 1] == '0')
        count--;
    fraction[count] = '\0';
    return true;
}

static bool
take_time(const char **at, Moment *m)
{
    if (!take_digits(at, 1, 2, &m->hour) || **at != ':')
        return false;
    (*at)++;
    if (!take_digits(at, 2, 2, &m->minute))
        return false;
    m->second = 0;
    if (**at == ':')
    {
        (*at)++;
        if (!take_digits(at, 2, 2, &m->second))
            return false;
    }
    m->has_time = true;
    return take_fraction(at, m->fraction) && m->hour < 24 && m->minute < 60 && m->second < 60;
}

static bool
take_moment(const char **at, Moment *m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap;

    *m = (Moment) {0};
    if (!take_digits(at, 4, 4, &m->year) || **at != '-')
        return false;
    (*at)++;
    if (!take_digits(at, 1, 2, &m->month) || **at != '-')
        return false;
    (*at)++;
    if (!take_digits(at, 1, 2, &m->day) || m->year == 0 || m->month < 1 || m->month > 12 || m->day < 1)
        return false;
    leap = (m->year % 4 == 0 && m->year % 100 != 0) || m->year % 400 == 0;
    if (m->day > days[m->month - 1] + (m->month == 2 && leap))
        return false;
    if ((**at == ' ' || **at == 'T') && isdigit((unsigned char) (*at)[1]))
    {
        (*at)++;
        return take_time(at, m);
    }
    return true;
}

static const char *
time_text(const Moment *m)
{
    return text_printf("%02d:%02d:%02d%s%s", m->hour, m->minute, m->second, *m->fraction ? "." : "", m->fraction);
}

/* Z, +hh, +hhmm, +hh:mm: minutes east of Greenwich. */
static bool
take_zone(const char **at, int *minutes)
{
    int sign = **at == '-' ? -1 : 1, hours, rest = 0;
    const char *digits = *at + 1;

    *minutes = 0;
    if (strcmp(*at, "Z") == 0)
    {
        (*at)++;
        return true;
    }
    if (**at != '+' && **at != '-')
        return false;
    if (strspn(digits, "0123456789") == 4)
    {
        hours = (digits[0] - '0') * 10 + digits[1] - '0';
        rest = (digits[2] - '0') * 10 + digits[3] - '0';
        digits += 4;
    }
    else
    {
        if (!take_digits(&digits, 2, 2, &hours))
            return false;
        if (*digits == ':')
        {
            digits++;
            if (!take_digits(&digits, 2, 2, &rest))
                return false;
        }
    }
    *at = digits;
    *minutes = sign * (hours * 60 + rest);
    return hours < 15 && rest < 60;
}

/* Days since 0000-03-01 and back: the calendar is easiest with the leap day at the end of the year. */
static int
days_of(const Moment *m)
{
    int year = m->month > 2 ? m->year : m->year - 1, month = (m->month + 9) % 12;

    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + m->day - 1;
}

static void
set_days(Moment *m, int days)
{
    int era = days / 146097, day = days % 146097;
    int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int of_year = day - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

    m->day = of_year - (153 * month + 2) / 5 + 1;
    m->month = month < 10 ? month + 3 : month - 9;
    m->year = year + era * 400 + (m->month <= 2);
}

static void
to_utc(Moment *m, int east)
{
    int minutes = m->hour * 60 + m->minute - east, days = days_of(m);

    for (; minutes < 0; minutes += 24 * 60)
        days--;
    for (; minutes >= 24 * 60; minutes -= 24 * 60)
        days++;
    m->hour = minutes / 60;
    m->minute = minutes % 60;
    set_days(m, days);
}

static const char *
normal_moment(const PgType *type, const char *text)
{
    const char *at = text, *zone = "";
    Moment m = {0};

    if (type == TYPE(time))
        return take_time(&at, &m) && !*at ? time_text(&m) : text;
    if (!take_moment(&at, &m))
        return text;
    if (type == TYPE(timestamptz))
    {
        int east;

        /* Live texts are read under UTC; without a zone the literal means that of the session in which it is read. */
        if (m.year < 2 || !take_zone(&at, &east))
            return text;
        to_utc(&m, east);
        zone = "+00";
    }
    if (*at)
        return text;
    if (type == TYPE(date))
        return m.has_time ? text : text_printf("%04d-%02d-%02d", m.year, m.month, m.day);
    return text_printf("%04d-%02d-%02d %s%s", m.year, m.month, m.day, time_text(&m), zone);
}

/* ---- intervals: "3 days", "1 hour 30 minutes": each unit once, nothing negative ---- */

static int
interval_unit(const char *word, size_t length)
{
    static const char *const units[] = {"year", "mon", "day", "hour", "minute", "second", "month", "week", "min", "sec"};
    static const int as[] = {0, 1, 2, 3, 4, 5, 1, 6, 4, 5};

    for (size_t i = 0; i < COUNT_OF(units); i++)
    {
        size_t size = strlen(units[i]);

        if (strncasecmp(word, units[i], size) == 0 && (length == size || (length == size + 1 && (word[size] == 's' || word[size] == 'S'))))
            return as[i];
    }
    return -1;
}

static const char *
normal_interval(const char *text)
{
    int amount[7] = {0}, value, unit;
    bool seen[7] = {false};
    const char *at = text;
    char *out = palloc(128), *to = out;

    while (*at)
    {
        size_t length;

        if (!take_digits(&at, 1, 6, &value))
            return text;
        while (*at == ' ')
            at++;
        for (length = 0; isalpha((unsigned char) at[length]); length++)
            ;
        unit = interval_unit(at, length);
        if (unit < 0 || seen[unit])
            return text;
        seen[unit] = true;
        amount[unit] = value;
        at += length;
        while (*at == ' ')
            at++;
    }
    if (at == text || amount[4] >= 60 * 10000 || amount[5] >= 1000000)
        return text;
    amount[0] += amount[1] / 12;
    amount[1] %= 12;
    amount[2] += amount[6] * 7;
    amount[4] += amount[5] / 60;
    amount[5] %= 60;
    amount[3] += amount[4] / 60;
    amount[4] %= 60;
    for (int i = 0; i < 3; i++)
    {
        static const char *const words[] = {"year", "mon", "day"};

        if (amount[i])
            to += snprintf(to, 30, "%s%d %s%s", to == out ? "" : " ", amount[i], words[i], amount[i] == 1 ? "" : "s");
    }
    if (amount[3] || amount[4] || amount[5] || to == out)
        snprintf(to, 30, "%s%02d:%02d:%02d", to == out ? "" : " ", amount[3], amount[4], amount[5]);
    return out;
}

/* ---- the rest ---- */

static const char *
normal_uuid(const char *text)
{
    char *out;

    if (strlen(text) != 36)
        return text;
    for (int i = 0; i < 36; i++)
        if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !isxdigit((unsigned char) text[i]))
            return text;
    out = pstrdup(text);
    for (char *c = out; *c; c++)
        *c = (char) tolower((unsigned char) *c);
    return out;
}

static const char *
normal_boolean(const char *text)
{
    static const char *const spellings[] = {"true", "t", "yes", "on", "1", "false", "f", "no", "off", "0"};

    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        if (strcasecmp(text, spellings[i]) == 0)
            return i < 5 ? "true" : "false";
    return text;
}

const char *
literal_normal(const PgType *type, const char *text)
{
    const char *number;

    if (type == TYPE(bool))
        return normal_boolean(text);
    if (type == TYPE(date) || type == TYPE(timestamp) || type == TYPE(timestamptz) || type == TYPE(time))
        return normal_moment(type, text);
    if (type == TYPE(interval))
        return normal_interval(text);
    if (type == TYPE(uuid))
        return normal_uuid(text);
    if (type == TYPE(numeric) && (number = literal_number(text)))
        return number;
    return text;
}
