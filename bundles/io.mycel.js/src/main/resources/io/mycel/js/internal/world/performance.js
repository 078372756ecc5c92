// performance (High Resolution Time, User Timing).
(function (world, host) {
  'use strict';

  class Performance extends EventTarget {
    #marks = [];
    get timeOrigin() { return host.timeOrigin; }
    now() { return world.now(); }
    mark(name, options) { return this.#add(name, 'mark', options?.startTime ?? this.now(), 0, options?.detail); }
    measure(name, from, to) {
      const at = (mark, otherwise) => {
        if (mark === undefined) return otherwise;
        if (typeof mark === 'number') return mark;
        const found = this.getEntriesByName(mark, 'mark').at(-1);
        if (!found) throw new DOMException(`measure: there is no mark '${mark}'`, 'SyntaxError');
        return found.startTime;
      };
      const options = typeof from === 'object' && from !== null ? from : { start: from, end: to };
      const begin = at(options.start, 0);
      return this.#add(name, 'measure', begin, at(options.end, this.now()) - begin, options.detail);
    }
    #add(name, entryType, startTime, duration, detail = null) {
      const entry = Object.freeze({ name: String(name), entryType, startTime, duration, detail });
      if (this.#marks.length >= 1000) this.#marks.shift();
      this.#marks.push(entry);
      return entry;
    }
    getEntries() { return [...this.#marks]; }
    getEntriesByType(type) { return this.#marks.filter((e) => e.entryType === type); }
    getEntriesByName(name, type) { return this.#marks.filter((e) => e.name === name && (!type || e.entryType === type)); }
    clearMarks(name) { this.#clear('mark', name); }
    clearMeasures(name) { this.#clear('measure', name); }
    #clear(type, name) {
      this.#marks = this.#marks.filter((e) => e.entryType !== type || (name !== undefined && e.name !== name));
    }
    toJSON() { return { timeOrigin: this.timeOrigin }; }
  }
  world.expose({ Performance });
  world.define('performance', new Performance());
});
