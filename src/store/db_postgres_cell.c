/* SPDX-License-Identifier: Apache-2.0 */
#include "store/db_postgres_cell.h"

#include <endian.h>

/* PostgreSQL, src/include/catalog/pg_type.dat. */
enum type {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT8 = 701,
    TYPE_UNKNOWN = 705,
    TYPE_VARCHAR = 1043,
    TYPE_NUMERIC = 1700,
};

static uint16_t read_16(const char *at)
{
    uint16_t bits;
    memcpy(&bits, at, sizeof bits);
    return be16toh(bits);
}

static uint32_t read_32(const char *at)
{
    uint32_t bits;
    memcpy(&bits, at, sizeof bits);
    return be32toh(bits);
}

static uint64_t read_64(const char *at)
{
    uint64_t bits;
    memcpy(&bits, at, sizeof bits);
    return be64toh(bits);
}

static double read_double(const char *at)
{
    uint64_t bits = read_64(at);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* sum() of a BIGINT is a NUMERIC: digits of base 10000, the first of them worth 10000^weight. */
static bool read_numeric(const char *at, size_t len, struct db_value *ret_value)
{
    enum { HEAD = 8, BASE = 10000, NEGATIVE = 0x4000 };
    if (len < HEAD)
        return false;
    int digits = read_16(at), weight = (int16_t)read_16(at + 2), sign = read_16(at + 4);
    if (len < HEAD + 2 * (size_t)digits || (sign != 0 && sign != NEGATIVE) || digits > weight + 1)
        return false;
    int64_t value = 0;
    for (int i = 0; i <= weight; i++) {
        int digit = i < digits ? read_16(at + HEAD + 2 * i) : 0;
        if (__builtin_mul_overflow(value, BASE, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    *ret_value = DB_INT(sign ? -value : value);
    return true;
}

static bool fail_type(const PGresult *rows, int column, struct err *err)
{
    return err_set(err, ERR_SYSTEM,
        "database: column %s has a type or value that cannot be read (%u)", PQfname(rows, column),
        PQftype(rows, column));
}

bool db_postgres_cell(const PGresult *rows, int row, int column, struct arena *arena,
    struct db_value *ret_value, struct err *err)
{
    const char *at = PQgetvalue(rows, row, column);
    struct text bytes = {at, (size_t)PQgetlength(rows, row, column)};
    *ret_value = DB_NULL;
    if (PQgetisnull(rows, row, column))
        return true;
    switch ((enum type)PQftype(rows, column)) {
    case TYPE_BOOL: *ret_value = DB_INT(at[0] != 0); return true;
    case TYPE_INT2: *ret_value = DB_INT((int16_t)read_16(at)); return true;
    case TYPE_INT4: *ret_value = DB_INT((int32_t)read_32(at)); return true;
    case TYPE_INT8: *ret_value = DB_INT((int64_t)read_64(at)); return true;
    case TYPE_FLOAT8: *ret_value = DB_REAL(read_double(at)); return true;
    case TYPE_NUMERIC:
        return read_numeric(at, bytes.len, ret_value) || fail_type(rows, column, err);
    case TYPE_BYTEA: *ret_value = DB_BLOB(arena_text(arena, bytes)); return true;
    case TYPE_NAME:
    case TYPE_TEXT:
    case TYPE_UNKNOWN:
    case TYPE_VARCHAR: *ret_value = DB_TEXT(arena_text(arena, bytes)); return true;
    }
    return fail_type(rows, column, err);
}
