// GEXF and GraphML in graphology, as strict as it can be, and Cytoscape JSON in cytoscape.
import { readFileSync } from "node:fs";
import { MultiDirectedGraph as Graph } from "graphology";
import { parse as parseGexf } from "graphology-gexf";
import { parse as parseGraphml } from "graphology-graphml";
import cytoscape from "cytoscape";

const folder = process.argv[2];
const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8"));
const text = (name) => readFileSync(`${folder}/${name}`, "utf8");
let failed = 0;

function compare(reader, found, wanted) {
  const same =
    found.nodes === wanted.nodes &&
    found.edges === wanted.edges &&
    Math.abs(found.capital - wanted.capital) < 1e-6 * Math.max(1, wanted.capital);
  console.log(`${same ? "ok  " : "FAIL"} ${reader}: ${JSON.stringify(found)}`);
  if (!same) {
    failed += 1;
    console.log(`     expected ${JSON.stringify(wanted)}`);
  }
}

function counts(graph) {
  let capital = 0;
  graph.forEachEdge((edge, said) => {
    capital += typeof said.capital === "number" && said.capital === said.capital ? said.capital : 0;
  });
  return { nodes: graph.order, edges: graph.size, capital };
}

const gexf = { addMissingNodes: false, allowUndeclaredAttributes: false, respectInputGraphType: true };
for (const [name, wanted] of [["gexf.gexf", expected.all], ["gexf-dynamic.gexf", expected.timed]]) {
  compare(`graphology-gexf, strict, ${name}`, counts(parseGexf(Graph, text(name), gexf)), wanted);
}
for (const name of ["graphml.graphml", "graphml-yed.graphml"]) {
  const graph = parseGraphml(Graph, text(name), { addMissingNodes: false });
  compare(`graphology-graphml, ${name}`, counts(graph), expected.all);
}
const cy = cytoscape({ headless: true, ...JSON.parse(text("cyjs.cyjs")) });
let capital = 0;
cy.edges().forEach((edge) => {
  capital += edge.data("capital") ?? 0;
});
compare("cytoscape, headless", { nodes: cy.nodes().length, edges: cy.edges().length, capital }, expected.all);
process.exit(failed ? 1 : 0);
