#include "codegen/Common/Target.h"
