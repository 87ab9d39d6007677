// Names for orientation on the map: capitals and some large cities, to about five kilometres. No
// number is computed from them.
import type { NamedPlace } from "./types";

const LIST: [string, number, number][] = [
  ["Athens", 37.98, 23.73], ["Sofia", 42.70, 23.32], ["Bucharest", 44.43, 26.10], ["Chisinau", 47.01, 28.86],
  ["Kyiv", 50.45, 30.52], ["Moscow", 55.76, 37.62], ["Minsk", 53.90, 27.57], ["Warsaw", 52.23, 21.01],
  ["Berlin", 52.52, 13.40], ["Prague", 50.08, 14.43], ["Vienna", 48.21, 16.37], ["Budapest", 47.50, 19.04],
  ["Belgrade", 44.79, 20.45], ["Zagreb", 45.81, 15.98], ["Sarajevo", 43.86, 18.41], ["Tirana", 41.33, 19.82],
  ["Skopje", 42.00, 21.43], ["Rome", 41.90, 12.50], ["Paris", 48.86, 2.35], ["London", 51.51, -0.13],
  ["Madrid", 40.42, -3.70], ["Lisbon", 38.72, -9.14], ["Bern", 46.95, 7.45], ["Brussels", 50.85, 4.35],
  ["Amsterdam", 52.37, 4.90], ["Copenhagen", 55.68, 12.57], ["Oslo", 59.91, 10.75], ["Stockholm", 59.33, 18.07],
  ["Helsinki", 60.17, 24.94], ["Tallinn", 59.44, 24.75], ["Riga", 56.95, 24.11], ["Vilnius", 54.69, 25.28],
  ["Dublin", 53.35, -6.26], ["Reykjavik", 64.15, -21.94], ["Tunis", 36.81, 10.18], ["Tripoli", 32.89, 13.19],
  ["Cairo", 30.04, 31.24], ["Jerusalem", 31.77, 35.21], ["Amman", 31.95, 35.93], ["Beirut", 33.89, 35.50],
  ["Damascus", 33.51, 36.28], ["Aleppo", 36.20, 37.16], ["Baghdad", 33.31, 44.37], ["Mosul", 36.34, 43.13],
  ["Tehran", 35.69, 51.39], ["Tabriz", 38.08, 46.29], ["Yerevan", 40.18, 44.51], ["Tbilisi", 41.72, 44.79],
  ["Baku", 40.41, 49.87], ["Kuwait", 29.38, 47.99], ["Riyadh", 24.71, 46.68], ["Manama", 26.23, 50.59],
  ["Doha", 25.29, 51.53], ["Abu Dhabi", 24.45, 54.38], ["Muscat", 23.59, 58.41], ["Sanaa", 15.37, 44.19],
  ["Ashgabat", 37.96, 58.33], ["Kabul", 34.56, 69.21], ["Islamabad", 33.68, 73.05], ["New Delhi", 28.61, 77.21],
  ["Beijing", 39.90, 116.41], ["Seoul", 37.57, 126.98], ["Tokyo", 35.68, 139.69], ["Taipei", 25.03, 121.57],
  ["Hanoi", 21.03, 105.85], ["Bangkok", 13.76, 100.50], ["Manila", 14.60, 120.98], ["Jakarta", -6.21, 106.85],
  ["Singapore", 1.35, 103.82], ["Canberra", -35.28, 149.13], ["Washington", 38.91, -77.04], ["Ottawa", 45.42, -75.70],
  ["Mexico City", 19.43, -99.13], ["Kansas City", 39.10, -94.58], ["Chicago", 41.88, -87.63], ["Denver", 39.74, -104.99],
];

export const CAPITALS: NamedPlace[] = LIST.map(([name, latitude_deg, longitude_deg]) => ({ name, latitude_deg, longitude_deg }));
