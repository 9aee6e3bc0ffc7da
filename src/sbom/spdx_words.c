/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/spdx_words.h"

/* A word and what it is called here. */
struct row {
    const char *letters, *name;
};

struct spdx_words_plain spdx_words_plain(struct text word)
{
    struct spdx_words_plain plain = {.len = 0};
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] == '-' || word.at[i] == '_')
            continue;
        if (plain.len == sizeof plain.at)
            return (struct spdx_words_plain){.len = 0}; /* no word is that long */
        plain.at[plain.len++] = text_lower_char(word.at[i]);
    }
    return plain;
}

bool spdx_words_same(const struct spdx_words_plain *word, const char *letters)
{
    return text_is((struct text){word->at, word->len}, letters);
}

static struct text look_up(
    const struct row *rows, size_t count, struct text word, struct text otherwise)
{
    struct spdx_words_plain plain = spdx_words_plain(word);
    for (size_t i = 0; i < count; i++)
        if (spdx_words_same(&plain, rows[i].letters))
            return text_of(rows[i].name);
    return otherwise;
}

struct text spdx_words_said(struct text text)
{
    return text_is(text, "NOASSERTION") || text_is(text, "NONE") ? (struct text){"", 0} : text;
}

struct text spdx_words_type(struct text purpose)
{
    static const struct row rows[] = {
        {"application", "application"},
        {"framework", "framework"},
        {"library", "library"},
        {"container", "container"},
        {"operatingsystem", "operating-system"},
        {"device", "device"},
        {"firmware", "firmware"},
        {"file", "file"},
        {"data", "data"},
        {"devicedriver", "device-driver"},
        {"model", "machine-learning-model"},
        {"platform", "platform"},
    };
    return look_up(rows, LEN_OF(rows), purpose, (struct text){"", 0});
}

struct text spdx_words_hash(struct text algorithm)
{
    static const struct row rows[] = {
        {"sha256", "SHA-256"},
        {"sha1", "SHA-1"},
        {"sha512", "SHA-512"},
        {"md5", "MD5"},
        {"sha384", "SHA-384"},
        {"sha224", "SHA-224"},
        {"sha3224", "SHA3-224"},
        {"sha3256", "SHA3-256"},
        {"sha3384", "SHA3-384"},
        {"sha3512", "SHA3-512"},
        {"blake2b256", "BLAKE2b-256"},
        {"blake2b384", "BLAKE2b-384"},
        {"blake2b512", "BLAKE2b-512"},
        {"blake3", "BLAKE3"},
    };
    return look_up(rows, LEN_OF(rows), algorithm, algorithm);
}

struct text spdx_words_reference(struct text type)
{
    static const struct row rows[] = {
        {"advisory", "advisories"},
        {"securityadvisory", "advisories"},
        {"vcs", "vcs"},
        {"website", "website"},
        {"altwebpage", "website"},
        {"altdownloadlocation", "distribution"},
        {"binaryartifact", "distribution"},
        {"sourceartifact", "source-distribution"},
        {"issuetracker", "issue-tracker"},
        {"documentation", "documentation"},
        {"support", "support"},
        {"chat", "chat"},
        {"mailinglist", "mailing-list"},
        {"socialmedia", "social"},
        {"license", "license"},
        {"releasenotes", "release-notes"},
        {"buildmeta", "build-meta"},
        {"buildsystem", "build-system"},
        {"certificationreport", "certification-report"},
        {"componentanalysisreport", "component-analysis-report"},
        {"dynamicanalysisreport", "dynamic-analysis-report"},
        {"runtimeanalysisreport", "runtime-analysis-report"},
        {"staticanalysisreport", "static-analysis-report"},
        {"qualityassessmentreport", "quality-metrics"},
        {"riskassessment", "risk-assessment"},
        {"securesoftwareattestation", "attestation"},
        {"securityadversarymodel", "adversary-model"},
        {"securitythreatmodel", "threat-model"},
        {"securitypentestreport", "pentest-report"},
        {"vulnerabilitydisclosurereport", "vulnerability-assertion"},
        {"vulnerabilityexploitabilityassessment", "exploitability-statement"},
        /* What only CycloneDX has a word for: */
        {"bom", "bom"},
        {"distributionintake", "distribution-intake"},
        {"securitycontact", "security-contact"},
        {"modelcard", "model-card"},
        {"log", "log"},
        {"configuration", "configuration"},
        {"evidence", "evidence"},
        {"formulation", "formulation"},
        {"maturityreport", "maturity-report"},
        {"codifiedinfrastructure", "codified-infrastructure"},
        {"poam", "poam"},
        {"electronicsignature", "electronic-signature"},
        {"digitalsignature", "digital-signature"},
        {"rfc9116", "rfc-9116"},
    };
    for (size_t i = 0; i < LEN_OF(rows); i++)
        if (text_is(type, rows[i].name))
            return type;
    return look_up(rows, LEN_OF(rows), type, TEXT("other"));
}

struct text spdx_words_location(struct text url)
{
    static const char *const tools[] = {"git+", "git://", "hg+", "svn+", "bzr+"};
    for (size_t i = 0; i < LEN_OF(tools); i++)
        if (text_starts(url, text_of(tools[i])))
            return TEXT("vcs");
    return TEXT("distribution");
}

struct text spdx_words_identifier(struct text type)
{
    static const struct row rows[] = {
        {"purl", "purl"},
        {"packageurl", "purl"},
        {"cpe23type", "cpe23"},
        {"cpe23", "cpe23"},
        {"cpe22type", "cpe22"},
        {"cpe22", "cpe22"},
        {"swid", "swid"},
        {"gitoid", "omniborId"},
        {"swh", "swhid"},
        {"swhid", "swhid"},
        {"mavencentral", "maven-central"},
        {"npm", "npm"},
        {"nuget", "nuget"},
        {"bower", "bower"},
    };
    return look_up(rows, LEN_OF(rows), type, (struct text){"", 0});
}

/* What stands in brackets at the end is a contact when it looks like one; a name may end in brackets too. */
static void split_contact(struct spdx_words_party *party)
{
    ptrdiff_t open = text_find_last(party->name, '(');
    if (open < 0 || !text_ends(party->name, TEXT(")")))
        return;
    struct text inner = text_trim(text_slice(party->name, (size_t)open + 1, party->name.len - 1));
    if (inner.len && text_find(inner, '@') < 0 && text_find_text(inner, TEXT("://")) < 0)
        return;
    party->contact = inner;
    party->name = text_trim(text_slice(party->name, 0, (size_t)open));
}

struct spdx_words_party spdx_words_party(struct text text)
{
    static const char *const kinds[SPDX_WORDS_KINDS] = {
        [SPDX_WORDS_PERSON] = "Person:",
        [SPDX_WORDS_ORGANIZATION] = "Organization:",
        [SPDX_WORDS_TOOL] = "Tool:",
    };
    struct spdx_words_party party = {SPDX_WORDS_UNKNOWN, spdx_words_said(text_trim(text)), {"", 0}};
    for (enum spdx_words_kind kind = SPDX_WORDS_PERSON; kind < SPDX_WORDS_KINDS; kind++) {
        if (!text_starts(party.name, text_of(kinds[kind])))
            continue;
        party.kind = kind;
        party.name = spdx_words_said(text_trim(text_from(party.name, strlen(kinds[kind]))));
        break;
    }
    split_contact(&party);
    return party;
}
