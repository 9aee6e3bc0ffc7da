/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/cvss_metric.h"

/* Returns the number of a value in the metric's list, or -1. */
static int number_of(const struct cvss_metric *metric, struct text value)
{
    struct text rest = text_of(metric->values);
    for (int i = 0; rest.at; i++)
        if (text_eq(text_cut(&rest, ' '), value))
            return value.len ? i : -1;
    return -1;
}

static bool is_not_defined(const struct cvss_metric *metric, struct text value)
{
    return !metric->is_needed && (text_is(value, "X") || text_is(value, "ND"));
}

static ptrdiff_t find_metric(const struct cvss_metric *metrics, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, metrics[i].name))
            return (ptrdiff_t)i;
    return -1;
}

static bool read_one(int *values, bool *is_given, const struct cvss_metric *metrics, size_t count,
    struct text part, struct err *err)
{
    struct text value = part, name = text_cut(&value, ':');
    ptrdiff_t at = value.at ? find_metric(metrics, count, name) : -1;
    if (at < 0)
        return err_set(
            err, ERR_SYNTAX, "CVSS: '%.*s': no such metric", TEXT_ARG(text_slice(part, 0, 20)));
    if (is_given[at])
        return err_set(err, ERR_SYNTAX, "CVSS: %s: given twice", metrics[at].name);
    is_given[at] = true;
    if (is_not_defined(&metrics[at], value))
        return true;
    values[at] = number_of(&metrics[at], value);
    return values[at] >= 0 || err_set(err, ERR_SYNTAX, "CVSS: %s: no such value", metrics[at].name);
}

bool cvss_metric_read(int ret_values[CVSS_METRICS_MAX], const struct cvss_metric *metrics,
    size_t count, struct text vector, struct err *err)
{
    int values[CVSS_METRICS_MAX];
    bool is_given[CVSS_METRICS_MAX] = {false};
    for (size_t i = 0; i < count; i++)
        values[i] = CVSS_ABSENT;
    for (struct text rest = vector; rest.at;)
        if (!read_one(values, is_given, metrics, count, text_cut(&rest, '/'), err))
            return false;
    for (size_t i = 0; i < count; i++)
        if (metrics[i].is_needed && !is_given[i])
            return err_set(err, ERR_SYNTAX, "CVSS: %s: missing", metrics[i].name);
    memcpy(ret_values, values, count * sizeof *values);
    return true;
}
