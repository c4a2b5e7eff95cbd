// Runs the tests of one room. Exit code 77 (skipped) when every selected test was skipped for want of ../shared.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
