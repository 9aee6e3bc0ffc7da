/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/ssvc.h"

enum ssvc_impact ssvc_human_impact(enum ssvc_safety safety, enum ssvc_mission mission)
{
    enum { LOW = SSVC_LOW, MEDIUM = SSVC_MEDIUM, HIGH = SSVC_HIGH, VERY = SSVC_VERY_HIGH };
    static const unsigned char impacts[4][4] = {
        {LOW, LOW, MEDIUM, VERY},
        {LOW, LOW, MEDIUM, VERY},
        {MEDIUM, HIGH, HIGH, VERY},
        {VERY, VERY, VERY, VERY},
    };
    return (enum ssvc_impact)impacts[safety][mission];
}

static const struct kind {
    const char *name;
    const char *words[5];
} kinds[] = {
    {"exploitation", {"none", "public poc", "active"}},
    {"exposure", {"small", "controlled", "open"}},
    {"automatable", {"no", "yes"}},
    {"human_impact", {"low", "medium", "high", "very high"}},
    {"safety", {"negligible", "marginal", "critical", "catastrophic"}},
    {"mission", {"degraded", "mef support crippled", "mef failure", "mission failure"}},
    {"decision", {"defer", "scheduled", "out-of-cycle", "immediate"}},
    {"technical_impact", {"partial", "total"}},
    {"mission_well_being", {"low", "medium", "high"}},
    {"in_kev", {"no", "yes"}},
    {"publicly_exposed", {"no", "yes"}},
    {"use", {"production", "optional", "test only"}},
    {"reach", {"from outside", "inside only"}},
    {"cisa_level", {"track", "track*", "attend", "act"}},
    {"bod_timeline", {"fix on system upgrade", "60 days", "14 days", "3 days",
                         "3 days & forensic investigation"}},
};

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < LEN_OF(kinds); i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

const char *ssvc_word(const char *kind, int value)
{
    const struct kind *row = find_kind(kind);
    if (!row || value < 0 || value >= (int)LEN_OF(row->words))
        return NULL;
    return row->words[value];
}

static char plain(char c)
{
    return c == '_' || c == '-' ? ' ' : text_lower_char(c);
}

static bool is_word(struct text written, const char *word)
{
    if (written.len != strlen(word))
        return false;
    for (size_t i = 0; i < written.len; i++)
        if (plain(written.at[i]) != plain(word[i]))
            return false;
    return true;
}

bool ssvc_read(const char *kind, struct text word, int *ret_value)
{
    const struct kind *row = find_kind(kind);
    struct text written = text_trim(word);
    if (row && strcmp(kind, "exploitation") == 0 && is_word(written, "poc"))
        written = TEXT("public poc");
    for (int i = 0; row && i < (int)LEN_OF(row->words) && row->words[i]; i++) {
        if (is_word(written, row->words[i])) {
            *ret_value = i;
            return true;
        }
    }
    return false;
}
