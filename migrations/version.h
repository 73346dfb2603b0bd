/* version.h -- the tool's own version, as --version, plans and the journal tell it. */
#ifndef HC_VERSION_H
#define HC_VERSION_H

#define HCMIGRATE_VERSION "0.1.0"

#endif
