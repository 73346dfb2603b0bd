# Makefile of hcmigrate: `make help` lists what it can do.
#
# Sources are found by folder, so that adding a file needs no line here. Everything that is made goes below BUILD.

BUILD  ?= build
PREFIX ?= /usr/local
# libpg_query 17 or newer: the system's own, or a private copy that is fetched once and that all BUILD folders share.
PGQ    ?= build/deps/pg_query

CC      ?= cc
CFLAGS  ?= -O2 -g
WERROR  ?= -Werror

WARNINGS = -Wall -Wextra $(WERROR) -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla \
           -Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef -Wcast-align -Wimplicit-fallthrough
HARDEN   = -fvisibility=hidden -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
SANITIZE = $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
FUZZ_FLAGS = -fsanitize=fuzzer-no-link$(comma)address$(comma)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer \
             -D__SANITIZE_ADDRESS__ -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
# Whose symbols the libraries that are linked dynamically must not find here; clang's malloc() is one that they must.
HIDDEN   = ALL
comma   := ,
say      = $(if $(V),,@echo "  $(1)"; )

COMPILE  = $(CC) -std=gnu11 $(CFLAGS) $(WARNINGS) $(HARDEN) $(SANITIZE) -D_GNU_SOURCE -I. -I$(BUILD)/gen $(OWN_FLAGS)
LINK     = $(CC) -pie $(CFLAGS) $(SANITIZE) -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,--exclude-libs,$(HIDDEN) $(LDFLAGS)
# libpg_query is linked statically, libpq is not: both hold copies of the same PostgreSQL code.
LIBS     = $(PGQ)/libpg_query.a -L"$$(pg_config --libdir)" -lpq -ljansson -linih -lm -lpthread

# ---- what there is -----------------------------------------------------------------------------------------------

FOLDERS := $(sort $(patsubst %/,%,$(wildcard engine/*/))) parser catalog migrations migrations/report migrations/cli
SOURCES := $(sort $(foreach folder,$(FOLDERS),$(wildcard $(folder)/*.c)))
SQL     := $(sort $(wildcard catalog/*.sql))
MAIN    := $(wildcard migrations/cli/main.c)

OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(SOURCES)) $(if $(SQL),$(BUILD)/obj/gen/catalog_sql.o)
PROJECT := $(filter-out $(BUILD)/obj/migrations/cli/main.o,$(OBJECTS))
SUPPORT := $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard tests/support/*.c)))

UNIT    := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZED  := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/fuzz/main.c,$(sort $(wildcard tests/fuzz/*.c))))
ONLINE  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/pg/test_*.c tests/laws/test_*.c)))
TESTS   := $(UNIT) $(ONLINE)
TEST_OBJECTS := $(patsubst $(BUILD)/%,$(BUILD)/obj/%.o,$(TESTS)) $(FUZZED) $(BUILD)/obj/tests/fuzz/main.o

PROGRAM := $(if $(MAIN),$(BUILD)/hcmigrate)

.PHONY: all deps test unit check-code layers lint asan valgrind fuzz matrix demo bench clean install help
.DELETE_ON_ERROR:

all: $(PROGRAM) $(OBJECTS)                        ## build the program (the default)

# ---- what must be installed --------------------------------------------------------------------------------------

# Only these goals install packages; the others say which are missing.
INSTALLING := $(filter deps test unit asan valgrind fuzz matrix demo bench,$(MAKECMDGOALS))

deps: $(BUILD)/deps.ok $(PGQ)/libpg_query.a       ## install the Debian packages that are missing, fetch libpg_query

$(BUILD)/deps.ok: tests/tools/deps.sh
	@mkdir -p $(@D)
	@tests/tools/deps.sh $(if $(INSTALLING),install,check)
	@touch $@

$(PGQ)/libpg_query.a: | $(BUILD)/deps.ok
	@tests/tools/pg-query.sh $(PGQ)

# ---- building ----------------------------------------------------------------------------------------------------

# Only these see the headers of PostgreSQL and of libpq; `make layers` tells who may include them.
$(BUILD)/obj/parser/%.o $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/unit/test_fuzz.o: \
    OWN_FLAGS = -isystem $(PGQ)/include -isystem $(PGQ)/include/pg_query -isystem $(PGQ)/include/pg_query/postgres
$(BUILD)/obj/catalog/conn.o: OWN_FLAGS = -isystem "$$(pg_config --includedir)"

$(OBJECTS) $(SUPPORT) $(TEST_OBJECTS): | $(BUILD)/deps.ok $(PGQ)/libpg_query.a $(if $(SQL),$(BUILD)/gen/catalog_sql.h)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,cc $<)$(COMPILE) -MMD -MP -c $< -o $@

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	$(call say,cc $<)$(COMPILE) -MMD -MP -c $< -o $@

# Each catalog/NAME.sql becomes `extern const char sql_NAME[];`, word for word.
$(BUILD)/gen/catalog_sql.c: $(SQL) tests/tools/sql2c.awk
	@mkdir -p $(@D)
	@awk -v out=source -f tests/tools/sql2c.awk $(SQL) >$@

$(BUILD)/gen/catalog_sql.h: $(SQL) tests/tools/sql2c.awk
	@mkdir -p $(@D)
	@awk -v out=header -f tests/tools/sql2c.awk $(SQL) >$@

$(BUILD)/hcmigrate: $(OBJECTS)
	$(call say,link $@)$(LINK) $(OBJECTS) $(LIBS) -o $@

# Tests take what they need from an archive of everything but main().
$(BUILD)/project.a: $(PROJECT)
	@rm -f $@
	@ar rcs $@ $(PROJECT)

$(TESTS): $(BUILD)/%: $(BUILD)/obj/%.o $(SUPPORT) $(BUILD)/project.a
	@mkdir -p $(@D)
	$(call say,link $@)$(LINK) $(filter %.o,$^) $(BUILD)/project.a $(LIBS) -lcmocka -o $@

$(BUILD)/tests/unit/test_fuzz: $(FUZZED)

# Its object files see libpg_query's headers too; only `make fuzz` builds this, with clang.
$(BUILD)/tests/fuzz/fuzz: $(BUILD)/obj/tests/fuzz/main.o $(FUZZED) $(BUILD)/project.a
	@mkdir -p $(@D)
	$(call say,link $@)$(LINK) $(filter %.o,$^) $(BUILD)/project.a $(LIBS) $(FUZZER) -lstdc++ -o $@

-include $(patsubst %.o,%.d,$(OBJECTS) $(SUPPORT) $(TEST_OBJECTS))

# ---- checking ----------------------------------------------------------------------------------------------------

RUN_TESTS = BUILD=$(BUILD) tests/tools/run-tests.sh

test: all check-code $(TESTS)                     ## everything: build, layers, lint and all tests, with a throw-away server
	@$(RUN_TESTS) $(TESTS)

unit: $(UNIT)                                     ## only the tests that need no database
	@$(RUN_TESTS) $(UNIT)

check-code: layers lint

layers:                                           ## a folder includes only what stands to its left
	@tests/tools/layers.sh

lint: $(OBJECTS)                                  ## no symbol of ours that a library has too, no banned call
	@tests/tools/lint.sh $(PGQ)/libpg_query.a $(OBJECTS)

asan:                                             ## everything again under the address and undefined-behaviour sanitizers
	@ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 \
	    $(MAKE) --no-print-directory BUILD=build/asan SAN=1 CFLAGS="-O1 -g" HARDEN="-fvisibility=hidden -fPIE" test

valgrind: $(UNIT)                                 ## the tests without a database under valgrind
	@tests/tools/deps.sh install valgrind
	@$(RUN_TESTS) --under "valgrind -q --leak-check=full --error-exitcode=99" $(UNIT)

# Always into the same folder, whoever calls: what was found before is where the next run goes on.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= $(shell sed -n 's/^FUZZ_TARGET(\(.*\))$$/\1/p' tests/fuzz/targets.def)
FUZZER = "$$($(CC) -print-file-name=libclang_rt.fuzzer_no_main-$$(uname -m).a)"

fuzz:                                             ## libFuzzer with the sanitizers, FUZZ_SECONDS (60) for each of FUZZ_TARGETS
	@tests/tools/deps.sh install clang
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang WARNINGS= CFLAGS="-O1 -g" HIDDEN=libpg_query.a HARDEN="-fvisibility=hidden -fPIE" SANITIZE="$(FUZZ_FLAGS)" \
	    build/fuzz/tests/fuzz/fuzz
	@BUILD=build/fuzz SECONDS_EACH=$(FUZZ_SECONDS) tests/tools/fuzz.sh $(FUZZ_TARGETS)

matrix: all $(ONLINE)                             ## the tests that need a server on each of BINDIRS='/a/bin /b/bin'
	@BUILD=$(BUILD) BINDIRS="$(BINDIRS)" tests/tools/matrix.sh $(ONLINE)

demo: all                                         ## a guided tour against a throw-away server
	@BUILD=$(BUILD) tests/tools/demo.sh

bench: all                                        ## measure
	@BUILD=$(BUILD) tests/bench/bench.sh

# ---- the rest ----------------------------------------------------------------------------------------------------

clean:                                            ## remove what was made (build/deps, the fetched library, stays)
	@if [ -d $(BUILD) ]; then find $(BUILD) -mindepth 1 -maxdepth 1 ! -name deps -exec rm -rf {} +; fi

install: all                                      ## install the program below PREFIX (/usr/local)
	install -D -m 755 $(BUILD)/hcmigrate $(DESTDIR)$(PREFIX)/bin/hcmigrate

help:                                             ## this text
	@awk -F ': *[^#]*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "BUILD=folder  PGQ=folder (libpg_query)  PREFIX=folder  WERROR= (warnings are no errors)  SAN=1 (sanitizers)  V=1 (show commands)"
