/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/sbom_lock_file.h"

#include "base/text.h"

static const struct sbom_lock_file files[] = {
    {"npm-shrinkwrap.json", "npm", false},
    {"package-lock.json", "npm", false},
    {"pnpm-lock.yaml", "npm", false},
    {"yarn.lock", "npm", false},
    {"uv.lock", "PyPI", false},
    {"poetry.lock", "PyPI", false},
    {"pdm.lock", "PyPI", false},
    {"Pipfile.lock", "PyPI", false},
    {"requirements.txt", "PyPI", false},
    {"go.mod", "Go", false},
    {"go.sum", "Go", true},
    {"Cargo.lock", "crates.io", false},
    {"gems.locked", "RubyGems", false},
    {"Gemfile.lock", "RubyGems", false},
    {"composer.lock", "Packagist", false},
    {"packages.lock.json", "NuGet", false},
    {"gradle.lockfile", "Maven", false},
    {"pom.xml", "Maven", false},
};

const struct sbom_lock_file *sbom_lock_file_find(struct text name)
{
    for (size_t i = 0; i < LEN_OF(files); i++)
        if (text_is(name, files[i].name))
            return &files[i];
    return NULL;
}

int sbom_lock_file_rank(const struct sbom_lock_file *file)
{
    return (int)(file - files);
}
