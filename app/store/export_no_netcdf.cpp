// Stands in for export_netcdf.cpp where the library is absent.
#include "app/store/export.h"

namespace outcast::app {

bool can_write_netcdf() { return false; }

void write_netcdf(const Store&, const std::string&) {}

}  // namespace outcast::app
