package org.tweedie.engine.data;

import java.util.List;

/** Data of which there is something to say before they are used. */
public interface NotedData {

  /** Sentences: what lies where the data do, looks as if it were of them, and is not read. */
  List<String> notes();
}
