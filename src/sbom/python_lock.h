/* SPDX-License-Identifier: Apache-2.0 */
/* The lock files of Python's tools: poetry.lock, uv.lock, pdm.lock (TOML) and Pipfile.lock (JSON), and what they share with
   requirements.txt. Example: python_lock_read_uv(&build, root, err), root being the TOML as JSON. */
#ifndef SBOM_PYTHON_LOCK_H
#define SBOM_PYTHON_LOCK_H

#include "sbom/sbom_lock.h"

/* Each fills build->sbom but for what sbom_resolve adds, and fails as sbom_read says. A hash is told where a package has one
   file: of several (a wheel for each platform) none is the package's. */
MUST_USE bool python_lock_read_pdm(struct sbom_build *build, yyjson_val *root, struct err *err);
MUST_USE bool python_lock_read_pipfile(struct sbom_build *build, yyjson_val *root, struct err *err);
MUST_USE bool python_lock_read_poetry(struct sbom_build *build, yyjson_val *root, struct err *err);
MUST_USE bool python_lock_read_uv(struct sbom_build *build, yyjson_val *root, struct err *err);

/* Returns whether root looks like one. */
bool python_lock_is_pdm(yyjson_val *root);
bool python_lock_is_poetry(yyjson_val *root);
bool python_lock_is_uv(yyjson_val *root);

/* Returns a name as PEP 503 normalises it. */
struct text python_lock_key(struct sbom_build *build, struct text name);
/* Returns the length of the name that a requirement (PEP 508) begins with. */
size_t python_lock_name_len(struct text requirement);
/* Reads an entry's name and version, and adds it. */
MUST_USE bool python_lock_add(struct sbom_lock *lock, yyjson_val *entry, bool is_ours,
    const struct json_place *at, uint32_t *ret_component);
/* Adds the hash of the one file in a list of { "hash": … } or of hashes. */
void python_lock_add_files(struct sbom_lock *lock, uint32_t component, yyjson_val *files);

#endif
