/* SPDX-License-Identifier: Apache-2.0 */
/* Dependency-Track's upload call and what its clients ask around it, so that existing plugins of build servers send to us. A
   project is a service; docs/operation.md tells the rest. */
#ifndef APP_BOM_API_H
#define APP_BOM_API_H

#include "account/api.h"

extern const struct api_route bom_api_routes[];

#endif
