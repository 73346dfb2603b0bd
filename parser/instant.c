#include "parser/instant.h"

/* Exactly `digits` digits, as a number; false: something else. */
static bool
take_number(const char **at, int digits, int64_t *number)
{
    *number = 0;
    for (int i = 0; i < digits; i++, (*at)++)
    {
        if (**at < '0' || **at > '9')
            return false;
        *number = *number * 10 + (**at - '0');
    }
    return true;
}

static bool
take_char(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

/* Days since 1970-01-01 of a date of the Gregorian calendar, and back: years begin in March, so that leap days come last. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t era, years;

    year -= month <= 2;
    era = year / 400;
    years = year - era * 400;
    return era * 146097 + years * 365 + years / 4 - years / 100 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1 - 719468;
}

static void
date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    int64_t era, of_era, years, of_year;

    days += 719468;
    era = days / 146097;
    of_era = days - era * 146097;
    years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * years + years / 4 - years / 100);
    *month = (5 * of_year + 2) / 153;
    *day = of_year - (153 * *month + 2) / 5 + 1;
    *month += *month < 10 ? 3 : -9;
    *year = years + era * 400 + (*month <= 2);
}

/* "Z", "+02", "-0330", "+05:30": in minutes. */
static bool
take_offset(const char **at, int64_t *minutes)
{
    int64_t sign, hours, rest = 0;

    if (**at == 'Z' || **at == 'z')
    {
        (*at)++;
        *minutes = 0;
        return true;
    }
    if (**at != '+' && **at != '-')
        return false;
    sign = *(*at)++ == '-' ? -1 : 1;
    if (!take_number(at, 2, &hours))
        return false;
    *at += **at == ':';
    if (**at && !take_number(at, 2, &rest))
        return false;
    *minutes = sign * (hours * 60 + rest);
    return hours < 16 && rest < 60;
}

const char *
instant_in_utc(Arena *arena, const char *text)
{
    const char *at = text, *fraction = "";
    int64_t year, month, day, hour, minute, second = 0, offset, seconds, days, back_year, back_month, back_day;

    if (!take_number(&at, 4, &year) || !take_char(&at, '-') || !take_number(&at, 2, &month) || !take_char(&at, '-') || !take_number(&at, 2, &day))
        return NULL;
    if (*at != ' ' && *at != 'T')
        return NULL;
    at++;
    if (!take_number(&at, 2, &hour) || !take_char(&at, ':') || !take_number(&at, 2, &minute))
        return NULL;
    if (take_char(&at, ':') && !take_number(&at, 2, &second))
        return NULL;
    if (*at == '.')
    {
        size_t length = strspn(at + 1, "0123456789"), kept = length;

        while (kept && at[kept] == '0')
            kept--;
        if (!length || kept > 6)
            return NULL;
        fraction = kept ? arena_copy_len(arena, at, kept + 1) : "";
        at += length + 1;
    }
    at += strspn(at, " ");
    if (!take_offset(&at, &offset) || *at || year < 1 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59)
        return NULL;
    days = days_of(year, month, day);
    date_of(days, &back_year, &back_month, &back_day);
    if (day < 1 || back_day != day || back_month != month)
        return NULL;
    seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset * 60;
    days = seconds / 86400 - (seconds % 86400 < 0);
    seconds -= days * 86400;
    date_of(days, &year, &month, &day);
    return arena_printf(arena, "%04" PRId64 "-%02" PRId64 "-%02" PRId64 " %02" PRId64 ":%02" PRId64 ":%02" PRId64 "%s+00", year, month, day,
                        seconds / 3600, seconds / 60 % 60, seconds % 60, fraction);
}
