/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that invite overflows or ignore errors. Including this header makes any use a compile
   error; text.h includes it, so every file does. */
#ifndef BASE_BAN_H
#define BASE_BAN_H

/* The headers that declare them come first: after the ban their names may not even be declared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets strncpy strncat
#pragma GCC poison atoi atol atoll atof

#endif
