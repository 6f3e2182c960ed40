package org.tweedie.serve;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.Plain;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.RunException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is answered where something went wrong: the words that the program prints, with their
 * places.
 *
 * @param status of HTTP
 * @param message for people
 * @param problems one by one; empty where the request is not at fault
 * @param retryAfter seconds after which the request may be sent again
 */
record ErrorAnswer(int status, String message, List<Problem> problems, OptionalLong retryAfter) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * What a failure is answered with.
   *
   * @param log takes what nobody foresaw
   */
  static ErrorAnswer of(Throwable failure, Consumer<String> log) {
    if (failure instanceof ConfigException wrong) {
      return of(400, String.valueOf(wrong.getMessage()), wrong.problems());
    } else if (failure instanceof RunException || failure instanceof DataException) {
      return of(400, "refused", String.valueOf(failure.getMessage()));
    } else if (failure instanceof Refusal refusal) {
      return new ErrorAnswer(
          refusal.status(),
          String.valueOf(refusal.getMessage()),
          List.of(problem(refusal.code(), String.valueOf(refusal.getMessage()))),
          refusal.retryAfter());
    } else if (failure instanceof ModelFailure) {
      // Too much guidance does that as a rule.
      return of(422, "model", String.valueOf(failure.getMessage()));
    } else if (failure instanceof CancellationException) {
      return of(503, "timeout", "It took too long.");
    } else if (failure instanceof OutOfMemoryError) {
      return of(503, "memory", "The server has not the memory for it. Ask for fewer samples.");
    }
    // What a component of a jar did may name files of the server, which are no client's business.
    log.accept("A request failed: " + failure);
    return of(
        500,
        "failed",
        failure instanceof ComponentFailure
            ? "A component of the server's is broken; its log says which."
            : "That failed, for a reason that the server's log tells.");
  }

  private static ErrorAnswer of(int status, String code, String message) {
    return of(status, message, List.of(problem(code, message)));
  }

  private static ErrorAnswer of(int status, String message, List<Problem> problems) {
    return new ErrorAnswer(status, message, problems, OptionalLong.empty());
  }

  private static Problem problem(String code, String message) {
    return Problem.of(code, Location.of(Fields.SOURCE), message);
  }

  ObjectNode json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("status", status);
    node.put("message", Plain.text(message));
    ArrayNode all = node.putArray("problems");
    for (Problem problem : problems) {
      ObjectNode one = all.addObject();
      one.put("code", problem.code());
      one.put("place", problem.location().toString());
      if (problem.location().line() > 0) {
        one.put("line", problem.location().line());
        one.put("column", problem.location().column());
      }
      one.put("path", Plain.text(problem.path()));
      ArrayNode lines = one.putArray("lines");
      problem.lines().forEach(line -> lines.add(Plain.text(line)));
    }
    return node;
  }
}
