/* SPDX-License-Identifier: Apache-2.0 */
/* pip's requirements.txt, by hand, by "pip freeze" or by pip-compile and uv, whose "# via" comments are the dependencies.
   Example: requirements_txt_read(&build, bytes, err) */
#ifndef SBOM_REQUIREMENTS_TXT_H
#define SBOM_REQUIREMENTS_TXT_H

#include "sbom/sbom_build.h"

/* Fills build->sbom but for what sbom_resolve adds. What is not pinned with "==" has no version and an oddity. Files that are
   named with -r or -c are not read, which is told. Without "# via" each line is direct. Fails as sbom_read says, with
   "line:column: why". */
MUST_USE bool requirements_txt_read(struct sbom_build *build, struct text bytes, struct err *err);

#endif
