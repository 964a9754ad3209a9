# Golden values of the statistics room, from R.
#
# Needs R 4.2.2, pROC 1.18.0, jsonlite 1.8.4 (Debian 12's). Run from this folder:
#
#     Rscript statistics.R > ../resources/golden/r.json

suppressMessages({library(pROC); library(jsonlite)})
set.seed(1)

positive <- round(rnorm(60, 0.7), 1)
negative <- round(rnorm(45), 1)
curve <- roc(c(rep(1, 60), rep(0, 45)), c(positive, negative), direction = "<", levels = c(0, 1), quiet = TRUE)

p <- c(0.001, 0.04, 0.03, 0.2, 0.9, 0.011, 0.012, 0.05, 0.03)

# Two-way random effects: seeds x instructions, one score a cell.
seeds <- 4
instructions <- 25
scores <- outer(rnorm(seeds, 0, 0.2), rnorm(instructions, 0, 0.6), "+") + rnorm(seeds * instructions, 0, 0.5)
long <- data.frame(y = c(scores), s = factor(c(row(scores))), i = factor(c(col(scores))))
squares <- anova(lm(y ~ s + i, long))[["Mean Sq"]]

exact <- binom.test(7, 40)

cat(toJSON(list(
  auc = list(positive = positive, negative = negative, value = unbox(as.numeric(curve$auc)),
             standard_error = unbox(sqrt(var(curve, method = "delong")))),
  multiple = list(p = p, holm = p.adjust(p, "holm"), benjamini_hochberg = p.adjust(p, "BH")),
  two_level = list(scores = scores, mean = unbox(mean(scores)),
                   variance = unbox((squares[1] + squares[2] - squares[3]) / (seeds * instructions))),
  clopper_pearson = list(low = unbox(exact$conf.int[1]), high = unbox(exact$conf.int[2])),
  mcnemar = unbox(binom.test(12, 37)$p.value)
), digits = NA), "\n")
