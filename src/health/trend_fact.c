/* SPDX-License-Identifier: Apache-2.0 */
#include "health/trend_fact.h"

#include "base/clock.h"

#define MINUTE_US (60 * CLOCK_SECOND_US)

enum { HOUR = 60, DAY = 24 * HOUR };

/* Up to so many minutes, in steps of so many; a step holds what is longer than the one before. */
static const struct {
    int64_t until, width;
} ladders[] = {{HOUR, 1}, {DAY, 15}, {14 * DAY, HOUR}, {366 * DAY, DAY}, {INT64_MAX, 7 * DAY}};

size_t trend_fact_step(int64_t minutes)
{
    int64_t from = 0;
    size_t step = 0;
    for (size_t i = 0; i < LEN_OF(ladders); i++) {
        if (minutes <= ladders[i].until) {
            step += (size_t)((minutes - from + ladders[i].width - 1) / ladders[i].width);
            break;
        }
        step += (size_t)((ladders[i].until - from) / ladders[i].width);
        from = ladders[i].until;
    }
    return step < TREND_STEPS ? step : TREND_STEPS - 1;
}

int64_t trend_fact_step_minutes(size_t step)
{
    int64_t from = 0, left = (int64_t)step;
    for (size_t i = 0;; i++) {
        int64_t steps = (ladders[i].until - from) / ladders[i].width;
        if (left <= steps)
            return from + left * ladders[i].width;
        left -= steps;
        from = ladders[i].until;
    }
}

static void add_time(
    struct trend_facts *facts, size_t time, size_t step, uint32_t count, struct arena *arena)
{
    if (!facts->times[time] && arena)
        facts->times[time] = arena_take_array(arena, TREND_STEPS, sizeof *facts->times[time]);
    if (facts->times[time])
        facts->times[time][step] += count;
}

void trend_fact_time(
    struct trend_facts *facts, enum trend_time time, int64_t took_us, struct arena *arena)
{
    int64_t minutes = took_us > 0 ? (took_us + MINUTE_US - 1) / MINUTE_US : 0;
    add_time(facts, time, trend_fact_step(minutes), 1, arena);
}

int64_t trend_fact_time_count(const struct trend_facts *facts, enum trend_time time)
{
    return trend_fact_time_within(facts, time, INT64_MAX);
}

int64_t trend_fact_time_within(
    const struct trend_facts *facts, enum trend_time time, int64_t minutes)
{
    int64_t count = 0;
    for (size_t i = 0;
        facts->times[time] && i < TREND_STEPS && trend_fact_step_minutes(i) <= minutes; i++)
        count += facts->times[time][i];
    return count;
}

/* The nearest rank: of 10 times, the 9th is the 90th percentile. */
int64_t trend_fact_percentile(const struct trend_facts *facts, enum trend_time time, int percent)
{
    int64_t count = 0, rank = (trend_fact_time_count(facts, time) * percent + 99) / 100;
    for (size_t i = 0; facts->times[time] && i < TREND_STEPS; i++) {
        count += facts->times[time][i];
        if (count >= rank && count > 0)
            return trend_fact_step_minutes(i);
    }
    return 0;
}

int64_t trend_fact_sum(const struct trend_facts *facts, enum trend_count from, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += facts->at[from + i];
    return sum;
}

void trend_fact_add_flows(
    struct trend_facts *to, const struct trend_facts *more, struct arena *arena)
{
    for (size_t i = 0; i < TREND_FLOWS; i++)
        to->at[i] += more->at[i];
    for (size_t time = 0; time < TREND_TIMES; time++)
        for (size_t i = 0; more->times[time] && i < TREND_STEPS; i++)
            if (more->times[time][i])
                add_time(to, time, i, more->times[time][i], arena);
}

static void add_stock(struct trend_facts *to, size_t place, int64_t count)
{
    if (place != TREND_KEV_LONGEST)
        to->at[place] += count;
    else if (count > to->at[place])
        to->at[place] = count;
}

void trend_fact_add_stocks(struct trend_facts *to, const struct trend_facts *more)
{
    for (size_t i = TREND_FLOWS; i < TREND_COUNTS; i++)
        add_stock(to, i, more->at[i]);
}

/* -- kept as text -- */

static const struct {
    const char *word;
    size_t from, count;
    unsigned group;
} words[] = {
    {"opened", TREND_OPENED, TREND_PRIORITIES, TREND_OF_FLOWS},
    {"came_back", TREND_CAME_BACK, TREND_PRIORITIES, TREND_OF_FLOWS},
    {"still_there", TREND_STILL_THERE, 1, TREND_OF_FLOWS},
    {"reopened", TREND_REOPENED, 1, TREND_OF_FLOWS},
    {"ended", TREND_ENDED, TREND_CAUSES, TREND_OF_FLOWS},
    {"in_time", TREND_IN_TIME, TREND_PRIORITIES, TREND_OF_FLOWS},
    {"late", TREND_LATE, TREND_PRIORITIES, TREND_OF_FLOWS},
    {"not_due", TREND_NOT_DUE, 1, TREND_OF_FLOWS},
    {"fixed", TREND_FIXED, 1, TREND_OF_FLOWS},
    {"met_day", TREND_MET_DAY, 1, TREND_OF_FLOWS},
    {"missed_day", TREND_MISSED_DAY, 1, TREND_OF_FLOWS},
    {"backlog", TREND_BACKLOG, TREND_PRIORITIES *TREND_AGES, TREND_OF_STOCKS},
    {"overdue", TREND_OVERDUE, TREND_PRIORITIES, TREND_OF_STOCKS},
    {"kev", TREND_KEV, 1, TREND_OF_STOCKS},
    {"kev_hours", TREND_KEV_HOURS, 1, TREND_OF_STOCKS},
    {"kev_longest", TREND_KEV_LONGEST, 1, TREND_OF_STOCKS},
    {"covered", TREND_COVERED, 1, TREND_OF_SEEN},
    {"not_covered", TREND_NOT_COVERED, 1, TREND_OF_SEEN},
    {"undecidable", TREND_UNDECIDABLE, 1, TREND_OF_SEEN},
    {"parts", TREND_PARTS, 1, TREND_OF_SEEN},
    {"fresh", TREND_FRESH, 1, TREND_OF_SEEN},
};
static const char *const time_words[] = {
    [TREND_KNOW] = "know", [TREND_ACK] = "ack", [TREND_FIX] = "fix"};

static void print_one(struct buf *out, const char *word, size_t number, int64_t count)
{
    if (count)
        buf_format(out, "%s%s.%zu=%lld", out->len ? " " : "", word, number, (long long)count);
}

struct text trend_fact_print(const struct trend_facts *facts, unsigned groups, struct arena *arena)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t w = 0; w < LEN_OF(words); w++)
        for (size_t i = 0; groups & words[w].group && i < words[w].count; i++)
            print_one(&out, words[w].word, i, facts->at[words[w].from + i]);
    for (size_t time = 0; groups & TREND_OF_FLOWS && time < TREND_TIMES; time++)
        for (size_t i = 0; facts->times[time] && i < TREND_STEPS; i++)
            print_one(&out, time_words[time], i, facts->times[time][i]);
    struct text kept = arena_text(arena, buf_text(&out));
    buf_done(&out);
    return kept;
}

enum { WORDS = LEN_OF(words), ALL_WORDS = WORDS + TREND_TIMES };

static const char *word_at(size_t at)
{
    return at < WORDS ? words[at].word : time_words[at - WORDS];
}

/* Words come in the order of the table, and each several times: it is looked for from the last one on. */
static size_t find_word(struct text word, size_t from)
{
    for (size_t i = 0; i < ALL_WORDS; i++) {
        size_t at = (from + i) % ALL_WORDS;
        if (text_is(word, word_at(at)))
            return at;
    }
    return ALL_WORDS;
}

static void take(
    struct trend_facts *facts, size_t at, uint64_t number, uint64_t count, struct arena *arena)
{
    if (at < WORDS && number < words[at].count)
        add_stock(facts, words[at].from + number, (int64_t)count);
    else if (at >= WORDS && at < ALL_WORDS && number < TREND_STEPS)
        add_time(facts, at - WORDS, number, (uint32_t)count, arena);
}

/* Reads a sign and the number behind it, and goes behind that; a year of twenty teams has half a million of them. */
static bool read_number(struct text *rest, char sign, uint64_t *ret_value)
{
    uint64_t value = 0;
    size_t at = 1;
    if (rest->len < 2 || rest->at[0] != sign)
        return false;
    for (; at < rest->len && text_is_digit(rest->at[at]) && at < 19; at++)
        value = value * 10 + (uint64_t)(rest->at[at] - '0');
    *rest = (struct text){rest->at + at, rest->len - at};
    *ret_value = value;
    return at > 1;
}

void trend_fact_read(struct text kept, struct trend_facts *facts, struct arena *arena)
{
    size_t last = 0;
    while (kept.len) {
        uint64_t place, value;
        struct text word = kept;
        for (word.len = 0;
            word.len < kept.len && kept.at[word.len] != '.' && kept.at[word.len] != ' ';)
            word.len++;
        kept = (struct text){kept.at + word.len, kept.len - word.len};
        size_t at = find_word(word, last);
        last = at < ALL_WORDS ? at : last;
        if (read_number(&kept, '.', &place) && read_number(&kept, '=', &value))
            take(facts, at, place, value, arena);
        while (kept.len && *kept.at != ' ')
            kept = (struct text){kept.at + 1, kept.len - 1};
        if (kept.len)
            kept = (struct text){kept.at + 1, kept.len - 1};
    }
}
