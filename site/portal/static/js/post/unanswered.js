// Saves whose answer did not come on a weak line. The portal may have them all the same: told their names, it counts
// the versions that they made as seen here, and does not say "changed elsewhere".

const MOST = 5; // the server reads no more

export function unansweredSaves() {
  let names = [];
  return {
    begin(data) {
      data.set("unanswered", names.join(" "));
      const name = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
      data.set("save", name);
      names = [...names, name].slice(-MOST);
    },
    end() {
      names = [];
    },
  };
}
