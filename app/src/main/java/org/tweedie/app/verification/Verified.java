package org.tweedie.app.verification;

import java.util.List;
import org.tweedie.app.plugin.ComponentType;
import org.tweedie.laws.identity.Finding;

/**
 * What was found of one component.
 *
 * @param type the component
 * @param findings one for each identity
 */
public record Verified(ComponentType type, List<Finding> findings) {

  /** Copies the findings. */
  public Verified {
    findings = List.copyOf(findings);
  }
}
