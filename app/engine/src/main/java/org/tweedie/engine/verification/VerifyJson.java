package org.tweedie.engine.verification;

import java.util.List;
import java.util.Locale;
import org.tweedie.laws.identity.Finding;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings as JSON for machines: an array of objects, one an identity. */
public final class VerifyJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private VerifyJson() {}

  public static String render(List<Verified> all) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Verified verified : all) {
      for (Finding finding : verified.findings()) {
        ObjectNode node = array.addObject();
        node.put("kind", verified.type().kind().key());
        node.put("component", verified.type().fullName());
        node.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        node.put("identity", finding.identity());
        node.put("equation", finding.equation());
        node.put("where", finding.where());
        node.put("expected", finding.expected());
        node.put("found", finding.found());
        node.put("tolerance", finding.tolerance());
        node.put("sentence", finding.sentence());
      }
    }
    return MAPPER.writeValueAsString(array);
  }
}
