// Scores the same answers with survey-core: one model, its own expressions, as a survey author would write them.
// Usage: node survey_core.mjs FOLDER INPUT.json, where FOLDER holds node_modules; prints one line of JSON.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, input] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { ExpressionRunner, Model } = require("survey-core");
const { dimensions, responses, rounds } = JSON.parse(readFileSync(input, "utf8"));

const sum = (terms) => `(${terms.join(" + ")})`;
const whole = (items) => sum(items.map((item) => `${item.weight}`));
const answered = (items) => sum(items.map((item) => `iif({${item.id}} notempty, ${item.weight}, 0)`));
const points = (items) => sum(items.map((item) => `iif({${item.id}} notempty, ${25 * item.weight} * {${item.id}}, 0)`));
const count = (items) => sum(items.map((item) => `iif({${item.id}} notempty, 1, 0)`));

const score = ({ indicators }) =>
  `iif(${answered(indicators)} >= 0.6 * ${whole(indicators)} and ${count(indicators)} >= 3,` +
  ` ${points(indicators)} / ${answered(indicators)}, -1)`;
const scored = dimensions.map((dimension) => ({ ...dimension, id: `score_${dimension.id}` }));
const weights = sum(scored.map((item) => `iif({${item.id}} >= 0, ${item.weight}, 0)`));
const weighted = sum(scored.map((item) => `iif({${item.id}} >= 0, ${item.weight} * {${item.id}}, 0)`));
const overall = `iif(${weights} > 0, ${weighted} / ${weights}, -1)`;

const model = new Model({
  elements: dimensions.flatMap(({ indicators }) =>
    indicators.map(({ id }) => ({ type: "rating", name: id, rateMin: 0, rateMax: 4 })),
  ),
  calculatedValues: [
    ...dimensions.map((dimension) => ({ name: `score_${dimension.id}`, expression: score(dimension) })),
    { name: "overall", expression: overall },
  ],
});

function withModel(answers) {
  model.data = answers;
  return model.getVariable("overall");
}

const runners = dimensions.map((dimension) => new ExpressionRunner(score(dimension)));
const last = new ExpressionRunner(overall);

function withExpressions(answers) {
  const values = { ...answers };
  dimensions.forEach(({ id }, place) => {
    values[`score_${id}`] = runners[place].runValues(values);
  });
  return last.runValues(values);
}

function measure(work) {
  let scores = responses.map(work);
  let seconds = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    scores = responses.map(work);
    seconds = Math.min(seconds, Number(process.hrtime.bigint() - start) / 1e9);
  }
  return { scores, seconds };
}

console.log(JSON.stringify({ model: measure(withModel), expressions: measure(withExpressions) }));
