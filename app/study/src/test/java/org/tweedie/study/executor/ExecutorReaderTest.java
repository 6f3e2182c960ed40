package org.tweedie.study.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/** Where to run, as command lines say it. */
class ExecutorReaderTest {

  private static Optional<ExecutorChoice> read(String text, Problems problems) {
    return ExecutorReader.parse(text, problems)
        .flatMap(value -> ExecutorReader.read(value, problems));
  }

  private static ExecutorChoice read(String text) {
    Problems problems = new Problems();
    Optional<ExecutorChoice> choice = read(text, problems);
    assertThat(problems.all()).isEmpty();
    return choice.orElseThrow();
  }

  @Test
  void aNameAnAddressAndOptions() {
    assertThat(read("local").executor()).isInstanceOf(LocalExecutor.class);
    assertThat(
            read("slurm:partition=main,time=1:00:00,memory=4000,extra=[--gres=gpu:1,-x]").options())
        .hasToString(
            "Options[partition=main, account=, qos=, time=1:00:00, memory=4000, cpus=0,"
                + " extra=[--gres=gpu:1, -x], commands=]");
    assertThat(read("spark://host:7077,home=/opt/spark").options())
        .hasToString(
            "Options[master=spark://host:7077, home=/opt/spark, memory=512m, patience=600, files=SHARED, conf=[]]");
    assertThat(read("spark:master=local-cluster[2,2,512]").options())
        .asString()
        .contains("master=local-cluster[2,2,512]");
  }

  @Test
  void whatIsWrongIsToldAllAtOnce() {
    String all =
        java.util.stream.Stream.of(
                "slrum",
                "slurm:partion=main,cpus=-1",
                "slurm:partition",
                "slurm://host",
                "spark",
                "spark://host:7077,conf=[driver.host=x]",
                "")
            .map(
                text -> {
                  Problems problems = new Problems();
                  read(text, problems);
                  return problems.all().stream()
                      .map(Problem::toString)
                      .collect(Collectors.joining("\n"));
                })
            .collect(Collectors.joining("\n\n"));
    Golden.check("study/executors", all);
  }
}
