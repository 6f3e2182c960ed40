package org.tweedie.engine.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.engine.likelihood.BoundEstimate;
import org.tweedie.engine.likelihood.ChainEvaluation;
import org.tweedie.engine.likelihood.ChainMeasured;
import org.tweedie.engine.likelihood.ChainReport;
import org.tweedie.engine.likelihood.Estimate;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.LikelihoodReport;
import org.tweedie.engine.likelihood.VariationalBound;

/**
 * How the bound of a chain of latents is taken. Of one that is a diffusion of T steps, a few steps
 * are drawn for each example, as of any diffusion; of all others every term is calculated.
 *
 * @param draws chains, or steps, drawn for each example
 * @param over which examples
 */
record ChainBoundTaking(int draws, HeldOutExamples over) {

  List<String> keys(LatentDesign design) {
    Stream<String> terms =
        design.isDiffusion()
            ? Stream.of("prior", "reconstruction", "diffusion")
            : Stream.of("prior", "reconstruction", "latents");
    Stream<String> others = design.isScheduled() ? Stream.of() : Stream.of(ChainEvaluation.ACTIVE);
    return Stream.concat(
            Stream.concat(Stream.of(LikelihoodReport.TOTAL), terms)
                .map(term -> LikelihoodReport.readingKey(LikelihoodReport.MAIN, term)),
            others)
        .toList();
  }

  ChainReport report(LatentDesign design, Measured measured) {
    int limit = over.of(measured.data());
    IntConsumer progress = measured.progress("Evaluating", "examples", limit);
    return design.isDiffusion()
        ? ofSteps(design.latents().size() - 1, measured, limit, progress)
        : new ChainEvaluation(over.batch(), measured.isConditional(), limit, draws, over.seed())
            .bound(
                ChainMeasured.of(measured),
                measured.data().test(),
                !design.isScheduled(),
                progress);
  }

  private ChainReport ofSteps(int steps, Measured measured, int limit, IntConsumer progress) {
    VariationalBound bound =
        new VariationalBound(
            measured.data().description(), OptionalInt.of(steps), draws, over.seed());
    BoundEstimate found =
        new Evaluation(bound, over.batch(), measured.isConditional(), limit)
            .of(measured.model(), measured.data().test(), progress);
    Map<String, Estimate> terms = new LinkedHashMap<>();
    terms.put("prior", found.prior());
    terms.put("reconstruction", found.reconstruction());
    terms.put("diffusion", found.diffusion());
    terms.put(LikelihoodReport.TOTAL, found.total());
    return new ChainReport(
        LikelihoodReport.MAIN,
        "bound, T = " + steps,
        terms,
        found.each(),
        found.examples(),
        draws,
        draws,
        steps + 1,
        over.seed(),
        List.of());
  }
}
