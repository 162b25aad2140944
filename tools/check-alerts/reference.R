# What R's `surveillance` gives on the examples of its manual: a line for each value, "NAME WEEK VALUE".
#
#     Rscript tools/check-alerts/reference.R
#
# Debian has it as r-cran-surveillance. The counts are `salmonella.agona`, which come with it.

suppressMessages(library(surveillance))

say <- function(name, weeks, values) {
  cat(sprintf("%s %d %.12g\n", name, weeks, as.numeric(values)), sep = "")
}

data("salmonella.agona")
weekly <- disProg2sts(salmonella.agona)

# Farrington et al. 1996.
weeks <- 270:312
original <- algo.farrington(salmonella.agona,
  control = list(range = weeks, b = 4, w = 3, alpha = 0.01))
say("ORIGINAL", weeks, original$upperbound)

# Noufaily et al. 2013, as the manual sets the older and the newer form.
weeks <- 282:312
older <- list(range = weeks, noPeriods = 1, b = 4, w = 3, weightsThreshold = 1,
  pastWeeksNotIncluded = 3, pThresholdTrend = 0.05, alpha = 0.1)
newer <- list(range = weeks, noPeriods = 10, b = 4, w = 3, weightsThreshold = 2.58,
  pastWeeksNotIncluded = 26, pThresholdTrend = 1, alpha = 0.1)
flexible <- function(name, control, columns) {
  found <- farringtonFlexible(weekly, control = control)
  all <- list(UPPER = upperbound(found), EXPECTED = found@control$expected,
    PHI = found@control$phi, PVALUE = found@control$pvalue)
  for (column in columns) say(paste0(name, "_", column), weeks, all[[column]])
}
flexible("FLEX1", older, c("UPPER", "EXPECTED", "PHI", "PVALUE"))
flexible("FLEX2", newer, c("UPPER", "EXPECTED", "PHI", "PVALUE"))
flexible("FLEX2NB", c(newer, thresholdMethod = "nbPlugin"), c("UPPER", "PVALUE"))
flexible("FLEX2MUAN", c(newer, thresholdMethod = "muan"), c("UPPER", "PVALUE"))

# Cumulative sums; the mean is that of the weeks before.
weeks <- 261:312
mean <- mean(salmonella.agona$observed[1:260])
sums <- function(trans, k) {
  found <- algo.cusum(salmonella.agona,
    control = list(range = weeks, k = k, h = 2.26, m = mean, trans = trans, alpha = 0.1))
  name <- if (is.null(trans)) "NONE" else if (trans == "standard") "STANDARD" else toupper(trans)
  say(paste0("CUSUM_", name), weeks, found$cusum)
}
for (trans in c("standard", "rossi", "anscombe", "pearsonNegBin")) sums(trans, 1.04)
sums("none", 4)
