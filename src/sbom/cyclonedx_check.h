/* SPDX-License-Identifier: Apache-2.0 */
/* What CycloneDX forbids but an inventory survives: values outside of the standard's lists, hashes of a wrong length. Each is
   told as an oddity at its place. Example: cyclonedx_check_word(build, &at, "scope", CYCLONEDX_CHECK_SCOPE, TEXT("foo")) */
#ifndef SBOM_CYCLONEDX_CHECK_H
#define SBOM_CYCLONEDX_CHECK_H

#include "sbom/sbom_build.h"

/* The lists of the standard; a word of any of its versions is fine. */
enum cyclonedx_check_list {
    CYCLONEDX_CHECK_TYPE,
    CYCLONEDX_CHECK_SCOPE,
    CYCLONEDX_CHECK_PATCH,
    CYCLONEDX_CHECK_ISSUE,
    CYCLONEDX_CHECK_FLOW,
    CYCLONEDX_CHECK_ENCODING,
    CYCLONEDX_CHECK_PHASE,
    CYCLONEDX_CHECK_AGGREGATE,
    CYCLONEDX_CHECK_LISTS
};

bool cyclonedx_check_is_word(enum cyclonedx_check_list list, struct text word);
bool cyclonedx_check_is_hash(struct text algorithm, struct text content);
bool cyclonedx_check_is_serial(struct text serial);

/* Tells of a word that is not in its list. An empty one is fine: that it is missing is another matter. */
void cyclonedx_check_word(struct sbom_build *build, const struct json_place *at, const char *key,
    enum cyclonedx_check_list list, struct text word);
/* Tells of an algorithm that there is not, of a length that is not its, of what is no hexadecimal digit. */
void cyclonedx_check_hash(struct sbom_build *build, const struct json_place *at,
    struct text algorithm, struct text content);
/* Tells of a serial number that is no urn:uuid: (RFC 4122). */
void cyclonedx_check_serial(struct sbom_build *build, struct text serial);

/* Values that should be strings, arrays or objects; what is another thing is told and left out. A missing one is fine. */
struct text cyclonedx_check_text(
    struct sbom_build *build, const struct json_place *at, const char *key, yyjson_val *value);
yyjson_val *cyclonedx_check_array(
    struct sbom_build *build, const struct json_place *at, const char *key, yyjson_val *value);
/* The same of what stands at at itself. */
bool cyclonedx_check_object(
    struct sbom_build *build, const struct json_place *at, yyjson_val *value);

#endif
